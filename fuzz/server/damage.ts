// What becomes of a recorded session: messages are left out, swapped, said again, cut, bent, run together; and now and then the
// frames they travel in are bent as well, so that the server can no longer tell where one ends.
import { frame, join, opcodes } from '../../test/conformance/websocket/frame.ts';
import type { Recording } from './recording.ts';

export type Random = () => number;

export interface Damaged {
  /** What is written behind the opening, piece by piece. */
  readonly pieces: readonly Uint8Array[];
  /** Frames themselves are damaged: the end may be lost in the middle of one. */
  readonly isTorn: boolean;
}

const mostMessages = 6;
const tornShare = 0.15;
const oddBytes = [0x00, 0x7f, 0x80, 0xff, 0x22, 0x7b, 0x7d, 0x0a];

export function damage({ codec, messages }: Recording, random: Random): Damaged {
  const from = below(random, messages.length);
  let session: readonly Uint8Array[] = messages.slice(from, from + 1 + below(random, mostMessages));
  for (let times = 1 + below(random, 3); times > 0; times -= 1)
    session = damageOrder(session, random);
  const said = session.map((one) => (random() < 0.25 ? bend(one, random) : one));
  const usual = codec === 'json' ? opcodes.text : opcodes.binary;
  const framed = said.map((payload) =>
    frame({
      opcode: random() < 0.03 ? below(random, opcodes.close) : usual,
      payload,
      fin: random() >= 0.03,
    }),
  );
  if (random() >= tornShare) return { pieces: framed, isTorn: false };
  return { pieces: [bend(join(framed), random)], isTorn: true };
}

function damageOrder(session: readonly Uint8Array[], random: Random): readonly Uint8Array[] {
  const at = below(random, session.length);
  const [here, next] = [session[at], session[at + 1]];
  if (here === undefined) return session;
  const [before, after] = [session.slice(0, at), session.slice(at + 1)];
  switch (below(random, 4)) {
    case 0:
      return [...before, ...after];
    case 1:
      return next === undefined ? session : [...before, next, here, ...after.slice(1)];
    case 2:
      return [...before, here, here, ...after];
    default:
      // Two messages in one, as the wire allows.
      return next === undefined
        ? session
        : [...before, join([here, Uint8Array.of(0x0a), next]), ...after.slice(1)];
  }
}

/** Cut, or with a few bytes bent, left out, or taken from elsewhere in it. */
function bend(bytes: Uint8Array, random: Random): Uint8Array {
  const at = below(random, bytes.length + 1);
  switch (below(random, 5)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return join([bytes.slice(0, at), bytes.slice(at + 1 + below(random, 8))]);
    case 2: {
      const from = below(random, bytes.length);
      return join([
        bytes.slice(0, at),
        bytes.slice(from, from + below(random, 40)),
        bytes.slice(at),
      ]);
    }
    case 3:
      return join([bytes.slice(0, at), Uint8Array.of(oddByte(random)), bytes.slice(at + 1)]);
    default: {
      const copy = Uint8Array.from(bytes);
      for (let flips = 1 + below(random, 4); flips > 0 && copy.length > 0; flips -= 1)
        copy[below(random, copy.length)] = oddByte(random);
      return copy;
    }
  }
}

function oddByte(random: Random): number {
  return random() < 0.5 ? (oddBytes[below(random, oddBytes.length)] ?? 0) : below(random, 256);
}

function below(random: Random, most: number): number {
  return Math.floor(random() * most);
}
