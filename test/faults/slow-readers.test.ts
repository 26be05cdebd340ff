// The slow-reader ladder seen from outside, on a whole server: those who stop reading leave the volatile topics, then are
// closed as slow; all others get everything; and memory holds no more than what may wait for them.
import { afterEach, expect, test } from 'bun:test';
import { openSocket, spawnServer, type RawSocket, type ServerProcess } from '../support/server.ts';
import { signUp, type Person } from '../support/people.ts';
import { stalledSocket, type StalledSocket } from '../support/stalled-socket.ts';
import { until } from '../support/until.ts';

const queueBytes = 8 * 1024 * 1024;
const stalledCount = 20;
const readerCount = 5;
const page = 'x'.repeat(7_900);
/**
 * Of all queues together: the kernel takes more for some, so the first is full before the last. Buffers double, so what is held
 * is by then as much as when they are full: 160 MB, and 168 with nine tenths in them.
 */
const nearlyFull = queueBytes * stalledCount * 0.8;
const perBatch = 20;
const sweepMs = 20;
/** So many fill the store's page cache (32 MB), which else grows by a tenth of what is measured here. */
const warmUp = 4_000;

/**
 * What is measured is what the server holds. With all the machine's memory before it the collector leaves some 50 MiB of
 * what was said lying about, for a look to find or not to find.
 */
const collectsOften = { BUN_JSC_forceRAMSize: String(128 * 1024 * 1024) };

let server: ServerProcess | undefined;
let stalled: StalledSocket[] = [];
afterEach(async () => {
  for (const socket of stalled) socket.end();
  stalled = [];
  await server?.stop();
  server = undefined;
});

test('readers that stop cost the others nothing and the server no more than their queues', async () => {
  const here = (server = await spawnServer(
    { queueBytes, queueMs: 60_000, sweepMs, userSockets: 100 },
    collectsOften,
  ));
  const alice = await signUp(here.url, 'alice');
  const speaker = await enter(here, alice);
  const { conversation } = await speaker.call('conversation.create', { kind: 3, title: 'lobby' });
  const room = conversation?.id ?? '';
  const readers = await Promise.all(Array.from({ length: readerCount }, () => enter(here, alice)));
  const bob = await signUp(here.url, 'bob');
  await (await enter(here, bob)).call('conversation.join', { conversation: room });
  const speech = { here, speaker, room, said: 0 };
  while (speech.said < warmUp) await speak(speech);

  stalled = await Promise.all(Array.from({ length: stalledCount }, () => stall(here, bob, room)));
  // What the kernel takes is not ours: from here on only queues can grow.
  await until(async () => (await speak(speech)) > 0, late);
  const before = await restingMemory(here);
  await until(async () => (await speak(speech)) > nearlyFull, late);
  const grown = (await restingMemory(here)) - before;
  console.log(`grown by ${Math.round(grown / 1024)} KiB`);
  expect(grown).toBeLessThan(queueBytes * stalledCount * 1.1);
  // Else little was held, and little measured.
  expect(grown).toBeGreaterThan(nearlyFull);
  expect(await read(here, slowCloses)).toBe(0);
  expect(await read(here, 'hubbub_slow_sockets')).toBe(stalledCount);

  await until(async () => {
    expect(await speak(speech)).toBeLessThan(queueBytes * stalledCount * 1.1);
    return (await read(here, slowCloses)) === stalledCount;
  }, late);
  for (const reader of readers) {
    await until(() => seqsOf(reader).length === speech.said, late);
    expect(seqsOf(reader)).toEqual(Array.from({ length: speech.said }, (_, i) => i + 1));
  }
  expect([speaker, ...readers].map(({ closeCode }) => closeCode)).toEqual(
    Array<undefined>(readerCount + 1).fill(undefined),
  );
}, 120_000);

const late = { timeoutMs: 30_000 };

/** What is held, in bytes: garbage, and the half of a buffer that has just been doubled, are given back within a second. */
async function restingMemory(here: ServerProcess): Promise<number> {
  const looks: number[] = [];
  for (let i = 0; i < 15; i += 1) {
    await Bun.sleep(100);
    looks.push(await read(here, 'hubbub_memory_bytes'));
  }
  return Math.min(...looks);
}

const slowCloses = 'hubbub_closes_total{reason="SLOW"}';

async function enter({ socketUrl }: ServerProcess, { token }: Person): Promise<RawSocket> {
  const socket = await openSocket(socketUrl);
  await socket.call('session.open', { token });
  return socket;
}

async function stall({ port }: ServerProcess, { token }: Person, conversation: string) {
  const opening = [
    { id: 1, op: 'session.open', args: { token } },
    { id: 2, op: 'presence.subscribe', args: { conversation } },
  ];
  return await stalledSocket(port, opening, '"id":2');
}

interface Speech {
  readonly here: ServerProcess;
  readonly speaker: RawSocket;
  readonly room: string;
  said: number;
}

/** Says a few, and how many bytes wait then: queues are looked at once a sweep, a fiftieth of one comes between two looks. */
async function speak(speech: Speech): Promise<number> {
  const { here, speaker, room: conversation } = speech;
  const content = { case: 'text', value: page } as const;
  const first = speech.said;
  speech.said += perBatch;
  await Promise.all(
    Array.from({ length: perBatch }, (_, i) =>
      speaker.call('message.send', { conversation, clientMsgId: `m${first + i}`, content }),
    ),
  );
  await Bun.sleep(sweepMs);
  return await read(here, 'hubbub_queued_bytes');
}

function seqsOf({ events }: RawSocket): (number | undefined)[] {
  return events.flatMap(({ event }) =>
    event.case === 'change' ? event.value.messages.map(({ seq }) => seq) : [],
  );
}

/** One line of /metrics; 0 when it is not there. */
async function read({ url }: ServerProcess, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}
