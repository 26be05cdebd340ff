// Sockets that say nothing, kept for as long as one likes. At the end each still has to be there: pinged by then, and told
// something.
import { Crowd } from '../generator/crowd.ts';
import { residentKib } from '../server-process.ts';
import { sharing, type Running } from '../systems/system.ts';
import { refuseFaults, type Case } from './case.ts';

/** Many, so that what a log-in leaves to the collector does not count for much. */
const usualSockets = 8000;
/** Opened before the first look, so that code, caches and pools are not counted. */
const warmPart = 0.1;
const settleMs = 1500;
const tickMs = 2;
const lookMs = 50;
const patienceMs = 60_000;

export const idle: Case = {
  name: 'idle',
  title:
    `${usualSockets} logged-in sockets (or --sockets) that say nothing for --seconds, each with 3 conversations of its own and 10 shared by ` +
    `${sharing}; after that each of Hubbub's must have been pinged all along, and hear what is said`,
  work: { case: 'idle', sockets: usualSockets, senders: 0 },
  async run(system, { eventBytes, seconds, sockets = usualSockets }) {
    const running = await system.start({ ...idle.work, sockets, eventBytes });
    const crowd = new Crowd(running, {}, sockets);
    try {
      const warmers = Math.floor(sockets * warmPart);
      await crowd.open(warmers);
      await Bun.sleep(settleMs);
      const before = residentKib(running.server.pid);
      await crowd.open(sockets);
      await Bun.sleep(settleMs);
      const each = () => (residentKib(running.server.pid) - before) / (sockets - warmers);
      const kibPerSocket = each();
      crowd.pings.fill(0);
      await Bun.sleep(seconds * 1000);
      const kibHeld = each();
      refuseFaults(system, [
        ...unpinged(crowd, seconds, running.pingedWithinMs),
        ...(await unheard(crowd, running)),
        ...crowd.allFaults(),
      ]);
      return [{ case: `idle, ${sockets}`, kibPerSocket, kibHeld }];
    } finally {
      crowd.close();
      await running.stop();
    }
  },
};

function unpinged(crowd: Crowd, seconds: number, pingedWithinMs = Infinity): readonly string[] {
  const least = Math.floor((seconds * 1000) / pingedWithinMs);
  const few = Array.from(crowd.pings.entries()).filter(([, pings]) => pings < least);
  return few.map(([socket, pings]) => `socket ${socket} was pinged ${pings} times of ${least}`);
}

/** Two of each group say something, so that everybody hears something. */
async function unheard(crowd: Crowd, { isShared }: Running): Promise<readonly string[]> {
  if (isShared !== true) return [];
  for (let first = 0; first < crowd.size; first += sharing) {
    for (const speaker of [first, first + 1]) if (speaker < crowd.size) crowd.say(speaker, 1, 1);
    await Bun.sleep(tickMs);
  }
  // A speaker hears the other one alone.
  const isMissing = (socket: number) =>
    crowd.events[socket] !== (socket % sharing < 2 ? 1 : 2) && !isAlone(socket, crowd.size);
  const missing = () => Array.from(crowd.events.keys()).filter(isMissing);
  const deadline = performance.now() + patienceMs;
  while (missing().length > 0 && performance.now() < deadline) await Bun.sleep(lookMs);
  return missing().map((socket) => `socket ${socket} heard ${crowd.events[socket]} at the end`);
}

function isAlone(socket: number, size: number): boolean {
  return socket % sharing === 0 && socket === size - 1;
}
