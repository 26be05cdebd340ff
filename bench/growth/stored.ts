// Per message and per start, on databases with more and more in them; and per message where each one goes to another of a
// hundred thousand conversations.
import { runClosedLoop } from '../generator/closed-loop.ts';
import { refuseFaults } from '../cases/case.ts';
import { multiply } from '../cases/multiply.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import { cpuSeconds } from '../server-process.ts';
import { hubbub, serve, startOn } from '../systems/hubbub.ts';
import { jsonWire } from '../systems/hubbub-wire.ts';
import {
  inParallel,
  makeRoom,
  pair,
  sayEach,
  seedOf,
  type Seed,
  type User,
} from '../systems/hubbub-seed.ts';
import type { Point } from './point.ts';

const sockets = 200;
const window = 4;
/** In each of the hundred conversations, said through the store; what is more is made of these by SQL. */
const each = 100;
const least = (sockets / 2) * each;
const eventBytes = 190;
const roomsEach = 500;
export const conversations = sockets * roomsEach;

/** Ten thousand and as many tens of it as there may be. */
export function sizesUpTo(most: number): readonly number[] {
  const sizes = [least];
  for (let size = least * 10; size <= most; size *= 10) sizes.push(size);
  return sizes;
}

const seeds = new Map<number, Promise<Seed>>();

function storedSeed(messages: number): Promise<Seed> {
  const times = messages / least;
  const seed =
    seeds.get(messages) ??
    seedOf(sockets, {
      converse: talk,
      finish: async (folder) => {
        if (times > 1) await multiply({ folder, database: undefined, times, each, rare: '' });
      },
    });
  seeds.set(messages, seed);
  return seed;
}

async function talk(store: Store, users: readonly User[]): ReturnType<typeof pairs> {
  const target = await pairs(store, users);
  await sayEach(store, { users, target, times: each / 2 });
  return target;
}

async function pairs(store: Store, users: readonly User[]) {
  return await inParallel(users.length, (i) => pair(store, users[i], users[i ^ 1]));
}

export async function growCommit(messages: number, seconds: number): Promise<Point> {
  const seed = await storedSeed(messages);
  const work = { case: 'direct', sockets, senders: sockets, eventBytes } as const;
  const running = await startOn(seed, work, { wire: jsonWire });
  try {
    const loop = { sockets, senders: sockets, window, seconds };
    const got = await runClosedLoop(running, loop, 0);
    refuseFaults(hubbub, got.faults);
    const y = (got.serverCpu * 1e6) / got.replies;
    return { growth: 'commit', series: `${sockets / 2} conversations`, x: messages, y };
  } finally {
    await running.stop();
  }
}

let spreadSeed: Promise<Spread> | undefined;

interface Spread {
  readonly seed: Seed;
  /** Of each user, theirs alone. */
  readonly rooms: readonly (readonly string[])[];
}

async function makeSpread(): Promise<Spread> {
  const rooms: string[][] = [];
  const seed = await seedOf(sockets, {
    async converse(store, users) {
      const made = await inParallel(conversations, (i) => makeRoom(store, users[i % sockets]));
      for (const i of users.keys()) rooms.push(made.filter((_, at) => at % sockets === i));
      return made.slice(0, sockets);
    },
  });
  return { seed, rooms };
}

/** Each message goes to another room of its sender's. */
export async function growSpread(seconds: number): Promise<Point> {
  const { seed, rooms } = await (spreadSeed ??= makeSpread());
  const work = { case: 'direct', sockets, senders: 0, eventBytes } as const;
  const running = await startOn(seed, work, { wire: jsonWire });
  const say = (socket: number, id: number, text: string) => {
    const conversation = rooms[socket]?.[(id * 37) % roomsEach] ?? '';
    return jsonWire.send({ id: id + 1, conversation, clientMsgId: `c${socket}-${id}`, text });
  };
  try {
    const loop = { sockets, senders: sockets, window, seconds, isAlone: true };
    const got = await runClosedLoop({ ...running, say }, loop, 0);
    refuseFaults(hubbub, got.faults);
    const y = (got.serverCpu * 1e6) / got.replies;
    return { growth: 'commit', series: `${conversations} conversations`, x: least, y };
  } finally {
    await running.stop();
  }
}

export async function growStart(messages: number): Promise<Point> {
  const place = await (await storedSeed(messages)).copy();
  try {
    const server = await serve(place);
    const y = cpuSeconds(server.pid) * 1000;
    await server.stop();
    return { growth: 'start', series: 'hubbub', x: messages, y };
  } finally {
    await place.remove();
  }
}
