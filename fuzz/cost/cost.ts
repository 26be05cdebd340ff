// What a message costs at its limit: how much the server holds of it once it is read, and how long it works for the answer.
import { fromJson, toBinary, type JsonObject } from '@bufbuild/protobuf';
import { heapStats } from 'bun:jsc';
import { codecs, methods, type CodecName, type OperationName } from '@hubbub/protocol';
import { openSide, type Side } from '../../test/conformance/wire/side.ts';
import { ask } from '../../test/conformance/wire/teller.ts';
import { signUp } from '../../test/support/people.ts';
import { startServer } from '../../test/support/server.ts';
import { refusal } from '../target.ts';
import { largest, type Large } from './largest.ts';

export interface Cost {
  readonly op: OperationName;
  readonly field: string;
  readonly codec: CodecName;
  readonly wireBytes: number;
  /** What its args hold in memory, as a multiple of its bytes on the wire. */
  readonly held: number;
  /** CPU from the first byte to the answer, the asking side included, in milliseconds. */
  readonly ms: number;
}

export const bounds = { held: 10, ms: 20 } as const;

const copies = 20;
const tries = 4;
/** These end the login they are called with. */
const endings: ReadonlySet<string> = new Set(['session.open', 'account.logOut', 'account.delete']);

export async function costs(
  ops = Object.keys(methods) as OperationName[],
): Promise<readonly Cost[]> {
  const server = await startServer();
  try {
    const found: Cost[] = [];
    for (const codec of ['json', 'proto'] as const) {
      const { side, real } = await enter(server, codec);
      for (const large of ops.filter((op) => !endings.has(op)).flatMap(largest))
        found.push(await costOf(side, { ...large, args: real(large.args) }));
      side.close();
    }
    return found;
  } finally {
    await server.stop();
  }
}

/** Somebody with a room: ids that name nothing would be refused before there is any work. */
async function enter({ url, socketUrl }: { url: string; socketUrl: string }, codec: CodecName) {
  const { user, token } = await signUp(url, `${codec}-alice`);
  const side = await openSide(socketUrl, codec);
  await ask(side, 'session.open', { token });
  const made = await ask(side, 'conversation.create', { kind: 'ROOM', title: 'x' });
  const room = /cnv_[0-9a-z]{11}/.exec(JSON.stringify(made))?.[0] ?? '';
  const real = (args: JsonObject) =>
    JSON.parse(
      JSON.stringify(args)
        .replaceAll('cnv_00000000001', room)
        .replaceAll('usr_00000000001', user.id),
    ) as JsonObject;
  return { side, real };
}

async function costOf(side: Side, { op, field, args }: Large): Promise<Cost> {
  const { codec } = side;
  const json = JSON.stringify(args);
  const proto = toBinary(methods[op].input, fromJson(methods[op].input, args));
  const wireBytes = codec === 'json' ? json.length : proto.length;
  const raw = () => (codec === 'json' ? (JSON.parse(json) as unknown) : Uint8Array.from(proto));
  let ms = Infinity;
  for (let i = 0; i < tries && ms > 2; i += 1) {
    const before = process.cpuUsage();
    await side.ask({ op, json, proto });
    const { user, system } = process.cpuUsage(before);
    ms = Math.min(ms, (user + system) / 1000);
  }
  return { op, field, codec, wireBytes, held: heldBy(op, codec, raw) / wireBytes, ms };
}

function heldBy(op: OperationName, codec: CodecName, raw: () => unknown): number {
  const kept: unknown[] = [];
  const before = heapBytes();
  for (let i = 0; i < copies; i += 1)
    refusal(() => kept.push(codecs[codec].decodeArgs(methods[op], raw())));
  const bytes = heapBytes() - before;
  // Refused ones leave nothing.
  return kept.length === 0 ? 0 : Math.max(0, bytes / kept.length);
}

function heapBytes(): number {
  Bun.gc(true);
  const { heapSize, extraMemorySize } = heapStats();
  return heapSize + extraMemorySize;
}
