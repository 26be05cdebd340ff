// One damaged session on a TCP connection of its own, and whether the server took it as it must: every answer is from the table,
// every end has a code that is documented, and who was not torn in the middle of a frame gets an answer to the last request.
import { fromBinary } from '@bufbuild/protobuf';
import { closes, reasons } from '@hubbub/protocol';
import { FrameSchema } from '../../packages/protocol/src/gen/hubbub/v1/frame_pb.ts';
import { frame, opcodes, type Heard } from '../../test/conformance/websocket/frame.ts';
import { head } from '../../test/conformance/websocket/handshake.ts';
import { closeOf, probe } from '../../test/conformance/websocket/judge.ts';
import { binary, protoRequest, request, text } from '../../test/conformance/websocket/case.ts';
import { Line, type Observed } from '../../test/conformance/websocket/line.ts';
import { parts } from '../../test/conformance/wire/side.ts';
import type { Damaged } from './damage.ts';
import type { Recording } from './recording.ts';

/** Ours, and those that RFC 6455 has for frames that cannot be read. */
const ends: ReadonlySet<number> = new Set([
  ...Object.values(closes).map(({ code }) => code),
  1000,
  1002,
  1005,
  1007,
]);

export type Outcome = 'lived' | 'cut' | `closed ${number}`;

/** @throws when the server did what it must not */
export async function runSession(
  port: number,
  { codec, opening }: Recording,
  { pieces, isTorn }: Damaged,
): Promise<Outcome> {
  const opcode = codec === 'json' ? opcodes.text : opcodes.binary;
  const line = new Line(port);
  try {
    await line.write(
      new TextEncoder().encode(head({ protocol: `Sec-WebSocket-Protocol: hubbub.${codec}` })),
    );
    await mustCome(line, ({ status }) => status === 101, 'a handshake');
    await line.write(frame({ opcode, payload: opening }));
    await mustCome(line, ({ frames }) => frames.length > 0, 'a login');
    for (const piece of pieces) await line.write(piece);
    await line.write(codec === 'json' ? text(request(probe.id)) : binary(protoRequest(probe.id)));
    if (isTorn) line.finish();
    const isOver = (seen: Observed) => seen.ended || closeOf(seen) !== undefined;
    const isAnswered = ({ frames }: Observed) =>
      frames.some((one) => repliesIn(codec, one).includes(probe.id));
    await mustCome(
      line,
      (seen) => isOver(seen) || (!isTorn && isAnswered(seen)),
      'an answer or an end',
    );
    for (const one of line.observed.frames) repliesIn(codec, one);
    return outcomeOf(line.observed, isTorn);
  } finally {
    line.destroy();
  }
}

async function mustCome(
  line: Line,
  condition: (seen: Observed) => boolean,
  what: string,
): Promise<void> {
  if (!(await line.until(condition))) throw new Error(`${what} did not come`);
}

/** Of torn frames any may be a close, whose code is echoed. */
function outcomeOf(seen: Observed, isTorn: boolean): Outcome {
  const code = closeOf(seen);
  if (code === undefined) return seen.ended ? 'cut' : 'lived';
  if (!ends.has(code) && !(isTorn && code >= 1000 && code < 5000))
    throw new Error(`closed with ${code}, which is in no table`);
  return `closed ${code}`;
}

interface Reply {
  readonly id: number;
  readonly reason?: string | undefined;
}

/** The ids that were answered. @throws for a reason that is in no table, or our bug */
function repliesIn(codec: Recording['codec'], heard: Heard): readonly number[] {
  if (heard.opcode !== opcodes.text && heard.opcode !== opcodes.binary) return [];
  const replies = codec === 'json' ? jsonReplies(heard.payload) : protoReplies(heard.payload);
  for (const { reason } of replies)
    if (reason !== undefined && (!Object.hasOwn(reasons, reason) || reason === 'BUG'))
      throw new Error(`refused with ${reason}`);
  return replies.map(({ id }) => id);
}

function jsonReplies(payload: Uint8Array): Reply[] {
  const lines = new TextDecoder().decode(payload).split('\n');
  return lines.flatMap((line) => {
    const { id, error } = JSON.parse(line) as { id?: number; error?: { reason: string } };
    return id === undefined ? [] : [{ id, reason: error?.reason }];
  });
}

function protoReplies(payload: Uint8Array): Reply[] {
  return parts(payload).flatMap((part) => {
    const { frame: said } = fromBinary(FrameSchema, part);
    if (said.case !== 'reply') return [];
    const { id, outcome } = said.value;
    return [{ id, reason: outcome.case === 'error' ? outcome.value.reason : undefined }];
  });
}
