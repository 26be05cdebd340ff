// Real sessions as they went over the wire, message by message, in both codecs: two people who talk, and all that they do.
import { openSide } from '../../test/conformance/wire/side.ts';
import { story } from '../../test/conformance/wire/story.ts';
import { ask, tellStory } from '../../test/conformance/wire/teller.ts';
import { signUp } from '../../test/support/people.ts';

export interface Recording {
  readonly codec: 'json' | 'proto';
  /** Logs the same person in again. */
  readonly opening: Uint8Array;
  readonly messages: readonly Uint8Array[];
}

/** What would leave nothing to do for those who come after. */
const endings: ReadonlySet<string> = new Set([
  'conversation.leave',
  'conversation.delete',
  'session.open',
]);

export async function record(url: string, socketUrl: string): Promise<readonly Recording[]> {
  const recordings: Recording[] = [];
  for (const codec of ['json', 'proto'] as const) {
    const enter = async (name: string) => {
      const { token } = await signUp(url, `${codec}-${name}`);
      const messages: Uint8Array[] = [];
      const side = await openSide(socketUrl, codec, (message) => messages.push(bytesOf(message)));
      await ask(side, 'session.open', { token });
      return { side, messages };
    };
    const [alice, bob] = [await enter('alice'), await enter('bob')];
    const scenes = story.filter(({ op }) => !endings.has(op));
    await tellStory(scenes, { alice: alice.side, bob: bob.side });
    for (const { side, messages } of [alice, bob]) {
      const [opening, ...rest] = messages;
      if (opening !== undefined) recordings.push({ codec, opening, messages: rest });
      side.close();
    }
  }
  return recordings;
}

function bytesOf(message: string | Uint8Array): Uint8Array {
  return typeof message === 'string' ? new TextEncoder().encode(message) : Uint8Array.from(message);
}
