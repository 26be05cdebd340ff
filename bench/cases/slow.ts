// What a reader that stopped costs the others: the same steady load with everybody reading, and with a tenth of the sockets
// stopped from the start.
import { Crowd } from '../generator/crowd.ts';
import { percentile, Sample } from '../statistics.ts';
import type { System } from '../systems/system.ts';
import { refuseFaults, type Case, type Figure, type Options } from './case.ts';

const sockets = 200;
const perSecond = 200;
/** Large, so that the buffers of the kernel (some megabytes each) fill within seconds. */
const eventBytes = 6000;
const tickMs = 5;
const leastSeconds = 7;

export const slow: Case = {
  name: 'slow',
  title:
    `${perSecond} messages/s of ${eventBytes} bytes to ${sockets} sockets; latency from sending to a listener that reads, ` +
    'with all reading and with every tenth stopped',
  work: { case: 'fanout', sockets, senders: 1 },
  eventBytes,
  run: async (system, options) => [
    await readers(system, options, 'all reading'),
    await readers(system, options, 'tenth stopped'),
  ],
};

type Name = 'all reading' | 'tenth stopped';

async function readers(system: System, options: Options, name: Name): Promise<Figure> {
  const running = await system.start({ ...slow.work, eventBytes });
  const latencies = new Sample();
  const saidAt: number[] = [];
  const onSampled = (_: number, number: number): void =>
    latencies.add(performance.now() - (saidAt[number] ?? 0));
  const crowd = new Crowd(running, { onSampled }, sockets);
  try {
    await crowd.open(sockets);
    const stopped = name === 'all reading' ? [] : tenth();
    for (const socket of stopped) crowd.sockets[socket]?.pause();
    await speak(crowd, saidAt, Math.max(options.seconds, leastSeconds));
    refuseFaults(
      system,
      crowd.allFaults().filter((fault) => !stopped.some((i) => fault.startsWith(`socket ${i}:`))),
    );
    const { values } = latencies;
    return { case: name, p50Ms: percentile(values, 0.5), p99Ms: percentile(values, 0.99) };
  } finally {
    crowd.close();
    await running.stop();
  }
}

/** Not those that the crowd looks at. */
function tenth(): readonly number[] {
  return Array.from({ length: sockets / 10 }, (_, i) => i * 10 + 5);
}

/** An open loop: what is due is sent, whether or not the last one was answered. */
async function speak(crowd: Crowd, saidAt: number[], seconds: number): Promise<void> {
  const startedAt = performance.now();
  let said = 0;
  while (said < seconds * perSecond) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    for (; said < due; said += 1) {
      saidAt[said] = performance.now();
      crowd.say(0, said, 1);
    }
    await Bun.sleep(tickMs);
  }
}
