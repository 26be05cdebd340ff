import { Crowd } from '../generator/crowd.ts';
import { residentKib } from '../server-process.ts';
import { sharing } from '../systems/system.ts';
import { refuseFaults, type Case } from './case.ts';

/** Many, so that what a log-in leaves to the collector does not count for much. */
const sockets = 8000;
/** Opened before the first look, so that code, caches and pools are not counted. */
const warmers = 800;
const settleMs = 1500;

export const idle: Case = {
  name: 'idle',
  title: `${sockets} logged-in sockets that say nothing, each with 3 conversations of its own and 10 shared by ${sharing}`,
  work: { case: 'idle', sockets, senders: 0 },
  async run(system, { eventBytes }) {
    const running = await system.start({ ...idle.work, eventBytes });
    const crowd = new Crowd(running, {}, sockets);
    try {
      await crowd.open(warmers);
      await Bun.sleep(settleMs);
      const before = residentKib(running.server.pid);
      await crowd.open(sockets);
      await Bun.sleep(settleMs);
      const after = residentKib(running.server.pid);
      refuseFaults(system, crowd.allFaults());
      return [{ case: 'idle', kibPerSocket: (after - before) / (sockets - warmers) }];
    } finally {
      crowd.close();
      await running.stop();
    }
  },
};
