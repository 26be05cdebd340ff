import { runClosedLoop } from '../generator/closed-loop.ts';
import { percentile } from '../statistics.ts';
import type { System } from '../systems/system.ts';
import { refuseFaults, type Case, type Figure, type Options } from './case.ts';

const sockets = 1000;

export const direct: Case = {
  name: 'direct',
  title:
    '1,000 sockets in 500 pairs, each writing to its partner with 1 (w1) or 4 (w4) messages outstanding; counted are ' +
    'answered messages (Hubbub answers after fsync, the others store nothing)',
  work: { case: 'direct', sockets, senders: sockets },
  run: async (system, options) => [
    await window(system, options, 1),
    await window(system, options, 4),
  ],
};

async function window(system: System, options: Options, size: number): Promise<Figure> {
  const { eventBytes, seconds } = options;
  const running = await system.start({ ...direct.work, eventBytes });
  try {
    const loop = { sockets, senders: sockets, window: size, seconds };
    const got = await runClosedLoop(running, loop, 0);
    refuseFaults(system, got.faults);
    return {
      case: `w${size}`,
      perCpuSecond: got.replies / got.serverCpu,
      perSecond: got.replies / got.seconds,
      p50Ms: percentile(got.latencies, 0.5),
      p99Ms: percentile(got.latencies, 0.99),
      bytesEach: got.bytes / got.replies,
      ...(running.readLater ? { laterPercent: (100 * got.laterCpu) / got.serverCpu } : {}),
      generatorBound: got.generatorBound,
    };
  } finally {
    await running.stop();
  }
}
