// What a reader that stopped costs the others: the same steady load with everybody reading, and with a tenth of the sockets
// stopped from the start.
import { Crowd } from '../generator/crowd.ts';
import { percentile, Sample } from '../statistics.ts';
import { residentKib } from '../server-process.ts';
import type { Running, SlowReaders, System } from '../systems/system.ts';
import { refuseFaults, type Case, type Figure, type Options } from './case.ts';

const sockets = 200;
const perSecond = 200;
/** Large, so that the buffers of the kernel (some megabytes each) fill within seconds. */
const eventBytes = 6000;
const tickMs = 5;
const leastSeconds = 9;
/** Before anybody stops: caches and heap are then as large as this load makes them. */
const warmSeconds = 3;
const mostMore = 15;
const drainMs = 5_000;
const lookMs = 50;

export const slow: Case = {
  name: 'slow',
  title:
    `${perSecond} messages/s of ${eventBytes} bytes to ${sockets} sockets; latency from sending to a listener that reads, ` +
    'with all reading and with every tenth stopped',
  work: { case: 'fanout', sockets, senders: 1 },
  eventBytes,
  async run(system, options) {
    const without = await readers(system, options, 'all reading');
    const beside = await readers(system, options, 'tenth stopped');
    return [without.figure, withCost(beside, without)];
  },
};

type Name = 'all reading' | 'tenth stopped';

interface Readers {
  readonly figure: Figure;
  /** What may wait for all that stopped; undefined where nothing bounds it. */
  readonly mostKib: number | undefined;
}

/** What the stopped readers cost beside what the load itself takes. The bound is judged on the median of the rounds. */
function withCost({ figure, mostKib }: Readers, without: Readers): Figure {
  const grown = (figure.grownKib ?? 0) - (without.figure.grownKib ?? 0);
  const kibPerStopped = grown / tenth().length;
  if (mostKib === undefined) return { ...figure, kibPerStopped };
  return { ...figure, kibPerStopped, mostKibPerStopped: (mostKib * 1.1) / tenth().length };
}

async function readers(system: System, options: Options, name: Name): Promise<Readers> {
  const running = await system.start({ ...slow.work, eventBytes });
  const latencies = new Sample();
  const saidAt: number[] = [];
  const onSampled = (_: number, number: number): void =>
    latencies.add(performance.now() - (saidAt[number] ?? 0));
  const crowd = new Crowd(running, { onSampled }, sockets);
  try {
    await crowd.open(sockets);
    const stopped = name === 'all reading' ? [] : tenth();
    for (const socket of stopped) crowd.watch(socket);
    const warm = await speak(crowd, saidAt, { from: 0, seconds: warmSeconds });
    latencies.clear();
    for (const socket of stopped) crowd.sockets[socket]?.pause();
    const look = await watchServer(running);
    const seconds = Math.max(options.seconds, leastSeconds);
    let said = await speak(crowd, saidAt, { from: warm, seconds });
    // A busy machine fills their buffers later.
    for (let more = 0; more < mostMore && look.closedSlow() < stopped.length; more += 1)
      said = await speak(crowd, saidAt, { from: said, seconds: 1 });
    const faults = [...(await missing(crowd, said, stopped)), ...faultsOfOthers(crowd, stopped)];
    const { grownKib, seen } = await look.end();
    refuseFaults(system, [...faults, ...(seen ? ladderFaults(seen, stopped.length) : [])]);
    const { values } = latencies;
    const ms = { p50Ms: percentile(values, 0.5), p99Ms: percentile(values, 0.99) };
    const figure = { case: name, ...ms, grownKib };
    if (seen === undefined) return { figure, mostKib: undefined };
    const { closedSlow, offTopics, capBytes } = seen;
    const mostKib = (stopped.length * capBytes) / 1024;
    return { figure: { ...figure, closedSlow, offTopics }, mostKib };
  } finally {
    crowd.close();
    await running.stop();
  }
}

function faultsOfOthers(crowd: Crowd, stopped: readonly number[]): readonly string[] {
  const isOfStopped = (fault: string) => stopped.some((i) => fault.startsWith(`socket ${i}:`));
  return crowd.allFaults().filter((fault) => !isOfStopped(fault));
}

/** Everybody who reads must get everything. */
async function missing(
  crowd: Crowd,
  said: number,
  stopped: readonly number[],
): Promise<readonly string[]> {
  const readers = Array.from({ length: sockets - 1 }, (_, i) => i + 1).filter(
    (i) => !stopped.includes(i),
  );
  const behind = () => readers.filter((i) => crowd.events[i] !== said);
  const deadline = performance.now() + drainMs;
  while (behind().length > 0 && performance.now() < deadline) await Bun.sleep(20);
  return behind().map((i) => `socket ${i} got ${crowd.events[i]} of ${said}`);
}

/** Nothing but those who stopped is closed, all of them, and each was off the volatile topics before. */
function ladderFaults(seen: SlowReaders, stopped: number): readonly string[] {
  const { closedSlow, closedElse, offTopics } = seen;
  return [
    ...(closedSlow === stopped ? [] : [`${closedSlow} of ${stopped} closed as slow`]),
    ...(closedElse === 0 ? [] : [`${closedElse} closed for another reason`]),
    ...(stopped > 0 && offTopics === 0 ? ['nobody left the volatile topics'] : []),
  ];
}

interface Watch {
  /** Infinity where the system does not say. */
  closedSlow(): number;
  end(): Promise<{ readonly grownKib: number; readonly seen: SlowReaders | undefined }>;
}

/** Looks at the server's memory and metrics until the end, and keeps the peaks. */
async function watchServer(running: Running): Promise<Watch> {
  const { pid } = running.server;
  const first = await running.readSlow?.();
  const before = residentKib(pid);
  let highest = before;
  let seen: SlowReaders | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    highest = Math.max(highest, residentKib(pid));
    const now = await running.readSlow?.();
    if (now)
      seen = {
        ...now,
        closedElse: now.closedElse - (first?.closedElse ?? 0),
        offTopics: Math.max(now.offTopics, seen?.offTopics ?? 0),
      };
  };
  const looking = (async () => {
    while (!isOver) {
      await look();
      await Bun.sleep(lookMs);
    }
  })();
  return {
    closedSlow: () => (first === undefined ? Infinity : (seen?.closedSlow ?? 0)),
    async end() {
      isOver = true;
      await looking;
      await look();
      return { grownKib: highest - before, seen };
    },
  };
}

/** Not those that the crowd looks at. */
function tenth(): readonly number[] {
  return Array.from({ length: sockets / 10 }, (_, i) => i * 10 + 5);
}

/** An open loop: what is due is sent, whether or not the last one was answered. @returns how many were said in all */
async function speak(
  crowd: Crowd,
  saidAt: number[],
  { from, seconds }: { from: number; seconds: number },
): Promise<number> {
  const startedAt = performance.now();
  const end = from + seconds * perSecond;
  let said = from;
  while (said < end) {
    const elapsed = performance.now() - startedAt;
    const due = Math.min(end, from + Math.floor((elapsed / 1000) * perSecond));
    for (; said < due; said += 1) {
      saidAt[said] = performance.now();
      crowd.say(0, said, 1);
    }
    await Bun.sleep(tickMs);
  }
  return said;
}
