// What hooks cost on the message path: `bun scripts/measure-hooks.ts`. Messages sent to a store in batches, without hooks and
// with trivial ones, and beside it what a hook in a worker would cost. CPU of the whole process, the best of interleaved rounds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { formatId, MessageSendRequestSchema, randomKey, type AppId } from '@hubbub/protocol';
import { send } from '../packages/server/src/features/message/send.ts';
import type { Operation, UserCall } from '../packages/server/src/features/operation.ts';
import { defineHooks, type Hooks } from '../packages/server/src/hooks/define.ts';
import { withHooks } from '../packages/server/src/hooks/operations.ts';
import { HookRunner } from '../packages/server/src/hooks/runner.ts';
import { systemClock as clock } from '../packages/server/src/ports/clock.ts';
import { openStore } from '../packages/server/src/store/store.ts';
import { createRoom } from '../packages/server/src/store/room-store.ts';
import { main, person } from '../test/contract/conversations/house.ts';

const messages = 4_000;
const batch = 64;
const rounds = 7;

const folder = mkdtempSync(join(tmpdir(), 'hubbub-measure-'));
const store = await openStore({ database: '', dataDir: folder });
const { user, device } = await person(store, 'alice');
const conversation = formatId('cnv', randomKey());
const digest = new Uint8Array(32);
await store.write(main, createRoom, {
  id: conversation,
  owner: user,
  title: 'lobby',
  clientKey: 'a',
  digest,
});
const text = 'hello '.repeat(10);

const variants: Readonly<Record<string, Hooks | undefined>> = {
  'no hooks': undefined,
  'before, synchronous': defineHooks({ before: { send: () => undefined } }),
  'before, asynchronous': defineHooks({
    before: {
      send: async () => {
        await Promise.resolve();
      },
    },
  }),
  'before, changing': defineHooks({ before: { send: ({ text: said }) => ({ text: `${said}!` }) } }),
  after: defineHooks({ after: { send: () => undefined } }),
};

function operationWith(hooks: Hooks | undefined): Operation {
  const plain = send as unknown as Operation;
  if (hooks === undefined) return plain;
  const report = (incident: string, context: object) => console.error(incident, context);
  const sources = [{ file: 'here', hooks }];
  return withHooks([plain], new HookRunner({ sources, limitMs: 2000, clock, report }))[0] ?? plain;
}

function callOf(): UserCall<unknown> {
  const clientMsgId = crypto.randomUUID();
  const content = { case: 'text', value: text } as const;
  const args = create(MessageSendRequestSchema, { conversation, clientMsgId, content });
  return {
    app: main as AppId,
    args,
    digest: createHash('sha256').update(toBinary(MessageSendRequestSchema, args)).digest(),
    door: 'socket',
    address: '127.0.0.1',
    socket: undefined,
    login: undefined,
    caller: { user, device },
    signal: new AbortController().signal,
    read: (query, given) => store.read(main, query, given),
    write: (change, given) => store.write(main, change, given),
  };
}

async function sendAll(operation: Operation): Promise<void> {
  for (let sent = 0; sent < messages; sent += batch)
    await Promise.all(Array.from({ length: batch }, () => operation.run(callOf() as never)));
}

async function cpuPer(count: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / count;
}

const best = new Map<string, number>();
function note(name: string, micros: number): void {
  best.set(name, Math.min(best.get(name) ?? Infinity, micros));
}

const worker = new Worker(
  URL.createObjectURL(new Blob(['self.onmessage = ({ data }) => postMessage({ id: data.id });'])),
);
const asked = new Map<number, () => void>();
worker.onmessage = ({ data }: MessageEvent<{ id: number }>) => asked.get(data.id)?.();
let ids = 0;
function askWorker(): Promise<void> {
  const id = (ids += 1);
  return new Promise((resolve) => {
    asked.set(id, resolve);
    worker.postMessage({ id, conversation, kind: 'ROOM', sender: user, text });
  });
}

async function askAll(width: number): Promise<void> {
  for (let sent = 0; sent < messages; sent += width) {
    await Promise.all(Array.from({ length: width }, askWorker));
    asked.clear();
  }
}

const operations = Object.entries(variants).map(([name, hooks]) => ({
  name,
  operation: operationWith(hooks),
}));
for (let round = 0; round < rounds; round += 1) {
  for (const { name, operation } of operations)
    note(name, await cpuPer(messages, () => sendAll(operation)));
  for (const width of [1, batch])
    note(`a worker asked, ${width} at once`, await cpuPer(messages, () => askAll(width)));
}
for (const [name, micros] of best) console.log(`${name.padEnd(28)} ${micros.toFixed(1)} us`);
worker.terminate();
await store.close();
rmSync(folder, { recursive: true, force: true });
