// What coming in costs: the upgrade and, where there is one, the login. Every user is in one conversation.
import { Crowd } from '../generator/crowd.ts';
import { serverCpuSeconds } from '../server-process.ts';
import { percentile, Sample } from '../statistics.ts';
import { refuseFaults, type Case } from './case.ts';

const sockets = 4_000;
/** Opened before the first look, so that code and caches are warm. */
const warmers = 500;
/** What a server does some moments after a login, e.g. for who is here, is part of it. */
const settleMs = 1_500;

export const connect: Case = {
  name: 'connect',
  title:
    `${sockets - warmers} sockets of as many users opened, 50 at a time; counted are logins by token (Hubbub) or bare upgrades ` +
    '(the others), latency is from the first byte to the answer',
  work: { case: 'direct', sockets, senders: sockets },
  async run(system, { eventBytes }) {
    const running = await system.start({ ...connect.work, eventBytes });
    const latencies = new Sample();
    const crowd = new Crowd(running, { onOpened: (ms) => latencies.add(ms) }, sockets);
    try {
      await crowd.open(warmers);
      await Bun.sleep(settleMs);
      latencies.clear();
      const before = serverCpuSeconds(running.server);
      const own = process.cpuUsage();
      const startedAt = performance.now();
      await crowd.open(sockets);
      const seconds = (performance.now() - startedAt) / 1000;
      const { user, system: kernel } = process.cpuUsage(own);
      const serverCpu = serverCpuSeconds(running.server) - before;
      await Bun.sleep(settleMs);
      const allCpu = serverCpuSeconds(running.server) - before;
      refuseFaults(system, crowd.allFaults());
      return [
        {
          case: 'connect',
          perCpuSecond: (sockets - warmers) / allCpu,
          perSecond: (sockets - warmers) / seconds,
          p50Ms: percentile(latencies.values, 0.5),
          p99Ms: percentile(latencies.values, 0.99),
          generatorBound: (user + kernel) / 1e6 / seconds > 0.9 && serverCpu / seconds < 0.9,
        },
      ];
    } finally {
      crowd.close();
      await running.stop();
    }
  },
};
