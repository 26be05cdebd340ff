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
const perBatch = 20;
const sweepMs = 20;
const warmUp = 2_000;

/** Whole servers that are measured; the median of their growth counts, for one may be caught in a bad moment. */
const phases = 3;

/**
 * What is measured is what the server holds. With all the machine's memory before it the collector leaves some 50 MiB of
 * what was said lying about, for a look to find or not to find.
 */
const collectsOften = { BUN_JSC_forceRAMSize: String(128 * 1024 * 1024) };

let server: ServerProcess | undefined;
let stalled: StalledSocket[] = [];
afterEach(leave);

test('readers that stop cost the others nothing and the server no more than their queues', async () => {
  const measured: Measured[] = [];
  for (let phase = 0; phase < phases; phase += 1) {
    measured.push(await stopReading());
    await leave();
  }
  const grown = measured.map((one) => one.grown).toSorted((a, b) => a - b);
  console.log(`grown by ${grown.map((bytes) => Math.round(bytes / 1024)).join(', ')} KiB`);
  const median = grown[Math.floor(phases / 2)];
  expect(median).toBeLessThan(queueBytes * stalledCount * 1.1);
  // Else little was held, and little measured.
  expect(median).toBeGreaterThan(queueBytes * stalledCount * 0.8);
  expect(measured.every(({ isWarm }) => isWarm)).toBe(true);
}, 120_000);

interface Measured {
  /** How far memory grew past what the same load needs when everybody reads. */
  readonly grown: number;
  /** Whether no more was said than while everybody read. */
  readonly isWarm: boolean;
}

async function stopReading(): Promise<Measured> {
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
  const speech = { speaker, room, said: 0 };
  // At least as much as will be said later: heap, caches and socket buffers are then as large as this load makes them.
  let before = 0;
  const look = async () => (before = Math.max(before, await read(here, 'hubbub_memory_bytes')));
  while (speech.said < warmUp) {
    await speak(speech);
    await look();
  }

  stalled = await Promise.all(Array.from({ length: stalledCount }, () => stall(here, bob, room)));
  // What the kernel takes is not ours: from here on only queues can grow.
  await until(
    async () => (await speak(speech)) && (await read(here, 'hubbub_queued_bytes')) > 0,
    late,
  );
  await look();
  await until(
    async () => (await speak(speech)) && (await read(here, 'hubbub_slow_sockets')) === stalledCount,
    late,
  );
  expect(await read(here, slowCloses)).toBe(0);

  let highest = before;
  await until(async () => {
    await speak(speech);
    // Queues are looked at once a sweep: what is said between two looks is a fiftieth of one, also where the looks come late.
    await Bun.sleep(sweepMs);
    highest = Math.max(highest, await read(here, 'hubbub_memory_bytes'));
    return (await read(here, slowCloses)) === stalledCount;
  }, late);
  for (const reader of readers) {
    await until(() => seqsOf(reader).length === speech.said, late);
    expect(seqsOf(reader)).toEqual(Array.from({ length: speech.said }, (_, i) => i + 1));
  }
  expect([speaker, ...readers].map(({ closeCode }) => closeCode)).toEqual(
    Array<undefined>(readerCount + 1).fill(undefined),
  );
  return { grown: highest - before, isWarm: speech.said <= 2 * warmUp };
}

async function leave(): Promise<void> {
  for (const socket of stalled) socket.end();
  stalled = [];
  await server?.stop();
  server = undefined;
}

const late = { timeoutMs: 30_000 };
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
  readonly speaker: RawSocket;
  readonly room: string;
  said: number;
}

async function speak(speech: Speech): Promise<true> {
  const { speaker, room: conversation } = speech;
  const content = { case: 'text', value: page } as const;
  const first = speech.said;
  speech.said += perBatch;
  await Promise.all(
    Array.from({ length: perBatch }, (_, i) =>
      speaker.call('message.send', { conversation, clientMsgId: `m${first + i}`, content }),
    ),
  );
  return true;
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
