import { runClosedLoop } from '../generator/closed-loop.ts';
import { percentile } from '../statistics.ts';
import type { System } from '../systems/system.ts';
import { refuseFaults, type Case, type Figure, type Options } from './case.ts';

const sockets = 500;
const senders = 4;

export const fanout: Case = {
  name: 'fanout',
  title:
    '500 sockets in one room, 4 of them senders with 1 (w1) or 16 (w16) messages outstanding; a delivery is a message ' +
    'at one of the 496 listeners, latency is from sending to the answer',
  work: { case: 'fanout', sockets, senders },
  run: async (system, options) => [
    await window(system, options, 1),
    await window(system, options, 16),
  ],
};

async function window(system: System, options: Options, size: number): Promise<Figure> {
  const { eventBytes, seconds } = options;
  const running = await system.start({ ...fanout.work, eventBytes });
  try {
    const loop = { sockets, senders, window: size, warmWindow: 16, seconds };
    const got = await runClosedLoop(running, loop, senders);
    refuseFaults(system, got.faults);
    return {
      case: `w${size}`,
      perCpuSecond: got.deliveries / got.serverCpu,
      perSecond: got.deliveries / got.seconds,
      p50Ms: percentile(got.latencies, 0.5),
      p99Ms: percentile(got.latencies, 0.99),
      bytesEach: got.bytes / got.deliveries,
      ...(running.readLater ? { laterPercent: (100 * got.laterCpu) / got.serverCpu } : {}),
      generatorBound: got.generatorBound,
    };
  } finally {
    await running.stop();
  }
}
