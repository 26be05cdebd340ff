// Whether what came back is what had to come back.
import type { Codec, End, FrameCase, HandshakeCase } from './case.ts';
import { opcodes, type Heard } from './frame.ts';
import type { Observed } from './line.ts';

const known: ReadonlySet<number> = new Set(Object.values(opcodes));
/** The last things said in each case: who answers them lives, and has answered all before. */
export const probe = { ping: 'is anybody there?', id: 99 } as const;

export function headProblem(
  { status, headers, ended }: Observed,
  expected: Pick<HandshakeCase, 'status' | 'headers'>,
): string | undefined {
  if (expected.status === 'no socket' ? status === 101 : status !== expected.status)
    return `status ${status === 0 && ended ? 'none, cut' : status}, not ${expected.status}`;
  for (const [name, value] of Object.entries(expected.headers ?? {}))
    if ((headers.get(name) ?? null) !== value)
      return `${name}: ${headers.get(name) ?? 'not there'}, not ${value ?? 'left out'}`;
  if (status !== 101) return undefined;
  const upgrade = headers.get('upgrade')?.toLowerCase();
  const connection = headers.get('connection')?.toLowerCase();
  return upgrade === 'websocket' && connection === 'upgrade' ? undefined : 'no upgrade in its head';
}

/** What holds for each frame of a server, whatever it answers. */
export function framesProblem({ frames }: Observed): string | undefined {
  for (const frame of frames) {
    const problem = frameProblem(frame);
    if (problem !== undefined) return `the server sent ${problem}`;
  }
  const closeAt = frames.findIndex(({ opcode }) => opcode === opcodes.close);
  if (closeAt >= 0 && closeAt < frames.length - 1)
    return 'the server sent a frame behind its close';
  return undefined;
}

function frameProblem({ opcode, fin, rsv, masked, isLong, payload }: Heard): string | undefined {
  if (!known.has(opcode)) return `the opcode ${opcode}`;
  if (rsv !== 0) return 'reserved bits';
  if (masked) return 'a masked frame';
  if (isLong) return 'a length that is not the shortest';
  if (opcode >= 8 && (!fin || payload.length > 125)) return 'a control frame that is none';
  if (opcode === opcodes.close && payload.length === 1) return 'half a close code';
  return undefined;
}

export function endProblem(seen: Observed, end: End): string | undefined {
  const isProbed = seen.frames.some(
    ({ opcode, payload }) => opcode === opcodes.pong && hexOrText(payload) === probe.ping,
  );
  const closed = closeOf(seen);
  if (end === 'open') {
    if (closed !== undefined) return `closed with ${closed}, not open`;
    return isProbed ? undefined : 'cut, not open';
  }
  if (isProbed) return `open, not closed with ${Object.values(end).join(' or ')}`;
  if ('fails' in end)
    return closed === undefined || [end.fails].flat().includes(closed)
      ? undefined
      : `closed with ${closed}, not ${[end.fails].flat().join(' or ')}`;
  return closed === end.close ? undefined : `closed with ${closed ?? 'nothing'}, not ${end.close}`;
}

export function saidProblem(
  seen: Observed,
  expected: Pick<FrameCase, 'pongs' | 'replies' | 'codec'>,
): string | undefined {
  const pongs = seen.frames
    .filter(({ opcode }) => opcode === opcodes.pong)
    .map(({ payload }) => hexOrText(payload))
    .filter((said) => said !== probe.ping);
  if (expected.pongs !== undefined && !same(pongs, expected.pongs))
    return `pongs ${JSON.stringify(pongs)}, not ${JSON.stringify(expected.pongs)}`;
  const ids = idsOf(seen, expected.codec).filter((id) => id !== probe.id);
  if (expected.replies !== undefined && !same(ids, expected.replies))
    return `answers to ${JSON.stringify(ids)}, not ${JSON.stringify(expected.replies)}`;
  return undefined;
}

/** The code in the close frame: 1005 for one without a code, undefined where no close frame came. */
export function closeOf({ frames }: Observed): number | undefined {
  const frame = frames.find(({ opcode }) => opcode === opcodes.close);
  if (frame === undefined) return undefined;
  const [high, low] = frame.payload;
  return high === undefined || low === undefined ? 1005 : high * 256 + low;
}

export function idsOf({ frames }: Observed, codec: Codec = 'json'): number[] {
  const wanted = codec === 'json' ? opcodes.text : opcodes.binary;
  const messages = frames.filter(({ opcode }) => opcode === wanted);
  return messages.flatMap(({ payload }) =>
    codec === 'json' ? jsonIds(payload) : protoIds(payload),
  );
}

function jsonIds(payload: Uint8Array): number[] {
  const lines = new TextDecoder().decode(payload).split('\n');
  return lines.map((line) => (JSON.parse(line) as { id: number }).id);
}

/** Frame { reply: 1 { id: 1 } }, each with its length before it; lengths here need two bytes at most. */
function protoIds(payload: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 0; at < payload.length;) {
    const [length, size] = varint(payload, at);
    const reply = at + size;
    const [, inner] = varint(payload, reply + 1);
    ids.push(payload[reply + 1 + inner + 1] ?? -1);
    at += size + length;
  }
  return ids;
}

function varint(bytes: Uint8Array, at: number): readonly [value: number, size: number] {
  const low = bytes[at] ?? 0;
  if (low < 0x80) return [low, 1];
  return [(low & 0x7f) | ((bytes[at + 1] ?? 0) << 7), 2];
}

/** Text where it is some, bytes where it is none. */
function hexOrText(payload: Uint8Array): string {
  const text = new TextDecoder().decode(payload);
  const isPrintable = payload.every((byte) => byte >= 0x20) && !text.includes('\ufffd');
  return isPrintable ? text : payload.toHex();
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
