// Runs cases against a server, many at a time, and says of each in what it went another way than it must.
import {
  binary,
  ping,
  protoRequest,
  request,
  text,
  type Codec,
  type FrameCase,
  type HandshakeCase,
} from './case.ts';
import { bytesOf, opcodes } from './frame.ts';
import { head } from './handshake.ts';
import { endProblem, framesProblem, headProblem, idsOf, probe, saidProblem } from './judge.ts';
import { Line, type Observed } from './line.ts';

const atOnce = 48;

/** The names of the cases that went wrong, and how. */
export async function runAll<C extends { readonly name: string }>(
  cases: readonly C[],
  run: (one: C) => Promise<string | undefined>,
): Promise<ReadonlyMap<string, string>> {
  const wrong = new Map<string, string>();
  const waiting = [...cases];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const problem = await run(one);
      if (problem !== undefined) wrong.set(one.name, problem);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return wrong;
}

export async function runFrames(port: number, one: FrameCase): Promise<string | undefined> {
  const { codec = 'json', send } = one;
  const line = new Line(port);
  try {
    await line.write(bytesOf(head({ protocol: `Sec-WebSocket-Protocol: hubbub.${codec}` })));
    if (!(await line.until(({ status }) => status === 101))) return 'no handshake';
    for (const bytes of send) await line.write(bytes);
    const problem = await end(line, codec);
    const seen = line.observed;
    return problem ?? framesProblem(seen) ?? endProblem(seen, one.end) ?? saidProblem(seen, one);
  } finally {
    line.destroy();
  }
}

export async function runHandshake(port: number, one: HandshakeCase): Promise<string | undefined> {
  const line = new Line(port);
  try {
    for (const piece of one.request)
      await line.write(typeof piece === 'string' ? bytesOf(piece) : piece);
    if (!(await line.until(({ status, ended }) => status !== 0 || ended))) return 'no answer';
    const wrong = headProblem(line.observed, one);
    if (wrong !== undefined || one.status !== 101) return wrong;
    const problem = await end(line, one.codec ?? 'json');
    const seen = line.observed;
    return problem ?? framesProblem(seen) ?? endProblem(seen, 'open') ?? saidProblem(seen, one);
  } finally {
    line.destroy();
  }
}

/** Asks for signs of life; afterwards the connection has given them, or has ended. */
async function end(line: Line, codec: Codec): Promise<string | undefined> {
  await line.write(ping(probe.ping));
  if (!(await line.until((seen) => isOver(seen) || isPonged(seen)))) return 'silence';
  if (!isOver(line.observed)) {
    await line.write(codec === 'json' ? text(request(probe.id)) : binary(protoRequest(probe.id)));
    const isAnswered = (seen: Observed) => idsOf(seen, codec).includes(probe.id);
    if (!(await line.until((seen) => isOver(seen) || isAnswered(seen))))
      return 'no answer any more';
  }
  if (!isOver(line.observed)) return undefined;
  // Who has sent and got a close frame, or fails the connection, ends TCP as well (7.1.1).
  return (await line.until(({ ended }) => ended)) ? undefined : 'TCP goes on behind the close';
}

function isOver({ ended, frames }: Observed): boolean {
  return ended || frames.some(({ opcode }) => opcode === opcodes.close);
}

function isPonged({ frames }: Observed): boolean {
  return frames.some(
    ({ opcode, payload }) =>
      opcode === opcodes.pong && new TextDecoder().decode(payload) === probe.ping,
  );
}
