// Does to its server what a game should not.
import { Game, z, type GameShape, type Player } from '@hubbub/server';

export interface HarmShape extends GameShape {
  input: { do: 'loop' | 'throw' | 'wait' | 'flood' | 'grow' | 'untellable' | 'promises' | 'late' };
}

export default class Harm extends Game<HarmShape> {
  static override readonly settings = { input: z.object({ do: z.string() }), reconnectSeconds: 1 };
  state: Record<string, unknown> = { calm: true };

  override onMessage(_player: Player, input: HarmShape['input']): unknown {
    switch (input.do) {
      case 'loop':
        for (;;);
      case 'throw':
        throw new Error('planted');
      case 'wait':
        return Promise.reject(new Error('planted'));
      case 'flood':
        for (let i = 0; i < 100_000; i += 1) this.broadcast({ i });
        return undefined;
      case 'grow':
        this.state['big'] = 'x'.repeat(1_000_000);
        return undefined;
      case 'untellable':
        this.state['map'] = new Map();
        return undefined;
      case 'promises':
        void forever();
        return undefined;
      case 'late':
        setTimeout(() => {
          throw new Error('planted, outside of every callback');
        }, 1);
        return undefined;
    }
  }
}

async function forever(): Promise<void> {
  for (;;) await Promise.resolve();
}
