// What reading costs when much was said: the same reads on a small and on a big database, by turns, straight at the store. A
// user is in 1,000 conversations either way, and says everything. Costs are CPU time, of the database too.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeviceDescription_Class,
  formatId,
  randomKey,
  type AppId,
  type ConversationId,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import { createToken, lives } from '../../packages/server/src/features/account/tokens.ts';
import { keysOfNeedles, needlesOf } from '../../packages/server/src/rules/words.ts';
import { signUp } from '../../packages/server/src/store/account-store.ts';
import { readHistory } from '../../packages/server/src/store/history-store.ts';
import { sendMessage } from '../../packages/server/src/store/message-store.ts';
import { createRoom } from '../../packages/server/src/store/room-store.ts';
import { indexSlice } from '../../packages/server/src/store/search-index-store.ts';
import { searchMessages } from '../../packages/server/src/store/search-store.ts';
import { readSession } from '../../packages/server/src/store/session-store.ts';
import { openStore, type Store } from '../../packages/server/src/store/store.ts';
import { pull } from '../../packages/server/src/store/sync-store.ts';
import { cpuMs } from '../cpu.ts';
import { median } from '../statistics.ts';
import { multiply } from './multiply.ts';

export interface HistoryOptions {
  /** In the big database; the small one has a hundredth, but 10,000 at the most. */
  readonly messages: number;
  /** PostgreSQL: two empty databases, the small one's and the big one's address; none for SQLite. */
  readonly databases: readonly string[];
  readonly rounds: number;
}

export interface HistoryRow {
  readonly case: string;
  /** CPU of one read. */
  readonly smallMs: number;
  readonly bigMs: number;
  readonly ratio: number;
}

interface Place {
  readonly store: Store;
  readonly user: UserId;
  readonly device: DeviceId;
  readonly rooms: readonly ConversationId[];
  readonly messages: number;
  readonly database: string | undefined;
  close(): Promise<void>;
}

const app = 'main' as AppId;
// SELF is one of a thousand, the most there may be.
const rooms = 999;
const atOnce = 500;
const digest = new Uint8Array(32);
const frequent = wordOf(1);
const rare = 'seldom';

export async function benchHistory(options: HistoryOptions): Promise<readonly HistoryRow[]> {
  const { messages, databases, rounds } = options;
  const few = Math.max(1, Math.floor(Math.min(10_000, messages / 10) / rooms));
  const small = await seed(few, { times: 1, database: databases[0] });
  const big = await seed(few, {
    times: Math.round(messages / few / rooms),
    database: databases[1],
  });
  try {
    const rows: HistoryRow[] = [];
    for (const [name, read] of Object.entries(reads)) {
      const times: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds + 1; round += 1)
        for (const [i, place] of [small, big].entries()) {
          const each = await costOf(place, (turn) => read(place, round * 100 + turn));
          // The first warms what the others find warm.
          if (round > 0) times[i as 0 | 1].push(each);
        }
      const [smallMs, bigMs] = [median(times[0]), median(times[1])];
      rows.push({ case: name, smallMs, bigMs, ratio: bigMs / smallMs });
    }
    return rows;
  } finally {
    await small.close();
    await big.close();
  }
}

/** As many as it takes to be measured, and not so many that the big one is never done. */
async function costOf(place: Place, read: (turn: number) => Promise<unknown>): Promise<number> {
  const from = cpuMs(place.database);
  for (let turn = 0; ; turn += 1) {
    await read(turn);
    if (turn !== 2 && turn % 10 !== 9) continue;
    const took = cpuMs(place.database) - from;
    if (took > 100 || turn >= 199) return took / (turn + 1);
  }
}

type Reading = (place: Place, round: number) => Promise<unknown>;

const pulling = (place: Place, known: boolean): Promise<unknown> => {
  const { store, user, rooms: all } = place;
  const each = place.messages / rooms + 1;
  const held = all.toSorted().slice(0, 500);
  return store.read(app, pull, {
    user,
    epoch: store.epoch,
    known: known ? held.map((conversation) => ({ conversation, version: Math.floor(each) })) : [],
    after: undefined,
    until: undefined,
    only: [],
    limit: 1_000,
  });
};

const searching =
  (query: string, within = false): Reading =>
  ({ store, user, rooms: all }, round) => {
    const needles = needlesOf(query);
    return store.read(app, searchMessages, {
      user,
      wanted: { needles, sender: '', has: [] },
      keys: keysOfNeedles(needles),
      conversation: within ? all[(round * 37) % rooms] : undefined,
      since: 0,
      before: { at: Number.MAX_SAFE_INTEGER, conversation: 0, seq: 0 },
      // A room of the small database has no more than that.
      limit: within ? 5 : 20,
    });
  };

const reads: Readonly<Record<string, Reading>> = {
  'opening: a session': ({ store, device }) => store.read(app, readSession, { device }),
  'opening: a first pull': (place) => pulling(place, false),
  'unread: a pull of what is known': (place) => pulling(place, true),
  'a page in the middle of a room': ({ store, user, rooms: all, messages }, round) =>
    store.read(app, readHistory, {
      conversation: all[(round * 37) % rooms] as ConversationId,
      user,
      before: Math.floor(messages / rooms / 2) + 1,
      limit: 5,
    }),
  'search: a frequent word everywhere': searching(frequent),
  'search: a rare word everywhere': searching(rare),
  'search: two frequent words': searching(`${frequent} ${wordOf(2)}`),
  'search: two Chinese characters': searching('一丁'),
  'search: in one room': searching(frequent, true),
};

interface Seed {
  readonly times: number;
  readonly database: string | undefined;
}

/** Each room has `each` messages that were sent through the store, and what was made of them `times` times. */
async function seed(each: number, { times, database }: Seed): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-history-'));
  const open = () => openStore({ database: database ?? '', dataDir: folder });
  let store = await open();
  const messages = each * rooms;
  const user = formatId('usr', randomKey());
  const device = formatId('dev', randomKey());
  await store.write(app, signUp, {
    user,
    username: user,
    usernameFolded: user,
    displayName: 'bench',
    passwordHash: 'no password opens it',
    device: {
      device,
      key: null,
      name: 'bench',
      class: DeviceDescription_Class.OTHER,
      tokenHash: createToken().hash,
      ...lives.token,
    },
  });
  const all = await inParallel(rooms, async () => {
    const id = formatId('cnv', randomKey());
    const room = { id, owner: user, title: 'bench', clientKey: id, digest };
    await store.write(app, createRoom, room);
    return id;
  });
  await inParallel(messages, (i) =>
    store.write(app, sendMessage, {
      conversation: all[i % rooms] as ConversationId,
      sender: user,
      clientMsgId: `${i}`,
      digest,
      content: { case: 'text', value: textOf(i, messages) },
    }),
  );
  for (const conversation of all)
    for (let isDone = false; !isDone;)
      ({ isDone } = await store.write(app, indexSlice, { conversation, limit: 100 }));
  if (times > 1) {
    await store.close();
    await multiply({ folder, database, times, each, rare });
    store = await open();
  }
  const close = async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { store, user, device, rooms: all, messages: messages * times, database, close };
}

/** Ten words, the frequent ones often; a fifth is Chinese. The same rare word is said twenty times, whatever the size. */
function textOf(i: number, messages: number): string {
  const word = (n: number) =>
    `word${Math.floor(Math.exp((hash(i * 31 + n) % 1000) / 100)) % 9_973}`;
  const character = (n: number) =>
    String.fromCodePoint(0x4e00 + Math.floor(Math.exp((hash(i * 17 + n) % 1000) / 130)));
  const isRare = i % Math.floor(messages / 20) === 7;
  if (i % 5 === 4) return Array.from({ length: 18 }, (_, n) => character(n)).join('');
  return [...Array.from({ length: 10 }, (_, n) => word(n)), ...(isRare ? [rare] : [])].join(' ');
}

/** Words that begin in different ways, as words do. */
function wordOf(number: number): string {
  return `${(hash(number + 1) % 17_576).toString(26).padStart(3, 'q')}${number}`;
}

function hash(value: number): number {
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 8;
}

async function inParallel<T>(count: number, one: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let first = 0; first < count; first += atOnce) {
    const size = Math.min(atOnce, count - first);
    results.push(...(await Promise.all(Array.from({ length: size }, (_, i) => one(first + i)))));
  }
  return results;
}
