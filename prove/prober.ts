// Somebody whom the nemesis spares: it says something again and again, and how long it waits for the answer is the measure of
// what the others cost it.
import type { Log } from './log.ts';
import { signUp } from './people.ts';
import { Socket, type Line } from './socket.ts';
import type { Server } from './server.ts';

const pauseMs = 20;

export class Prober implements Line {
  readonly device = 'prober';
  calls = 0;
  /** How long each answer took, in milliseconds; endless where none came. */
  readonly waits: number[] = [];
  private isOver = false;
  private said: Promise<void> | undefined;

  private constructor(readonly log: Log) {}

  /** With a group of its own, straight to the server. */
  static async start(server: Server, log: Log): Promise<Prober> {
    const { user, token } = await signUp(server.url, 'prober');
    const prober = new Prober(log);
    log.line('device', { device: prober.device, user });
    const socket = await Socket.open(server.socketUrl, prober);
    await socket?.call('session.open', { token });
    const group = { kind: 'GROUP', title: 'probe', clientKey: 'probe' };
    const made = await socket?.call('conversation.create', group);
    if (!socket || made?.outcome !== 'ok') throw new Error('the server could not be reached');
    prober.said = prober.speak(socket, made.body.conversation?.id ?? '');
    return prober;
  }

  hear(): void {}

  async stop(): Promise<void> {
    this.isOver = true;
    await this.said;
  }

  private async speak(socket: Socket, conversation: string): Promise<void> {
    for (let i = 0; !this.isOver && socket.isOpen; i += 1) {
      const began = performance.now();
      const text = `probe ${i}`;
      const args = { conversation, clientMsgId: text, text };
      const { outcome } = await socket.call('message.send', args);
      this.waits.push(outcome === 'ok' ? performance.now() - began : Infinity);
      await Bun.sleep(pauseMs);
    }
    socket.close();
  }
}
