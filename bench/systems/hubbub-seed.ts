// A data folder with users, logins and conversations, written through the store itself: signing up thousands of users over
// HTTP would spend a minute on password hashes.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeviceDescription_Class,
  formatId,
  randomKey,
  type AppId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { createToken, lives } from '../../packages/server/src/features/account/tokens.ts';
import { signUp } from '../../packages/server/src/store/account-store.ts';
import { openDirect } from '../../packages/server/src/store/direct-store.ts';
import { createGroup } from '../../packages/server/src/store/group-store.ts';
import { sendMessage } from '../../packages/server/src/store/message-store.ts';
import { createRoom, joinRoom } from '../../packages/server/src/store/room-store.ts';
import { indexSlice } from '../../packages/server/src/store/search-index-store.ts';
import { openStore, type Store } from '../../packages/server/src/store/store.ts';
import type { Postgres } from './postgres.ts';
import { sharing, type Work } from './system.ts';

export interface Seed {
  readonly users: readonly {
    readonly app: AppId;
    readonly id: UserId;
    readonly token: string;
  }[];
  /** The conversation that a socket writes to. */
  readonly target: readonly ConversationId[];
  /** Each call gives a fresh copy. */
  copy(): Promise<Place>;
}

/** Where a server keeps what it has. */
export interface Place {
  /** Its data folder. */
  readonly path: string;
  /** The address of its PostgreSQL database, and that server's process; none of either with the embedded one. */
  readonly database?: string;
  readonly beside?: number;
  remove(): Promise<void>;
}

export const main = 'main' as AppId;
const digest = new Uint8Array(32);
const atOnce = 500;

export function makeSeed(
  work: { readonly case: Seeded; readonly sockets: number },
  postgres?: Postgres,
): Promise<Seed> {
  return seedOf(work.sockets, { converse: converse[work.case], postgres });
}

interface Seeding {
  /** Makes their conversations. @returns the one that each socket writes to */
  readonly converse: Converse;
  readonly postgres?: Postgres | undefined;
  /** Makes other apps than the main one. @returns the app of each user */
  readonly apps?: (store: Store) => Promise<(user: number) => AppId>;
  /** What else happens in the folder before it is copied, with nobody using it. */
  readonly finish?: (folder: string) => Promise<void>;
}

export async function seedOf(
  sockets: number,
  { converse, postgres, apps, finish }: Seeding,
): Promise<Seed> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-seed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const database = await postgres?.create();
  const store = await openStore({ database: database ?? '', dataDir: folder });
  const appOf = (await apps?.(store)) ?? (() => main);
  const users = await inParallel(sockets, (i) => makeUser(store, i, appOf(i)));
  const target = await converse(store, users);
  await store.close();
  await finish?.(folder);
  const copy = async (): Promise<Place> => {
    const place = copyOf(folder);
    if (postgres === undefined) return place;
    const url = await postgres.create(database);
    const remove = async (): Promise<void> => {
      await postgres.drop(url);
      await place.remove();
    };
    return { path: place.path, database: url, beside: postgres.pid, remove };
  };
  return { users, target, copy };
}

export type User = Seed['users'][number];
/** In the case games nobody has a conversation yet. */
type Seeded = Work['case'] | 'games' | 'groups';
type Converse = (store: Store, users: readonly User[]) => Promise<readonly ConversationId[]>;

/** Pairs, each of two neighbours, who have said something to each other. */
export async function pairs(store: Store, users: readonly User[]) {
  const opened = await inParallel(users.length, (i) => pair(store, users[i], users[i ^ 1]));
  // The first message of a pair brings the other in, once; that is another work.
  await sayEach(store, { users, target: opened, times: 1 });
  return opened;
}

const converse: Readonly<Record<Seeded, Converse>> = {
  games: async () => [],
  async fanout(store, users) {
    const room = await makeRoom(store, users[0]);
    await inParallel(users.length, (i) => enter(store, room, users[i]));
    return users.map(() => room);
  },
  direct: pairs,
  async groups(store, users) {
    const groups = Math.ceil(users.length / sharing);
    const made = await inParallel(groups, (i) =>
      makeGroup(store, users.slice(i * sharing, (i + 1) * sharing)),
    );
    return users.map((_, i) => made[Math.floor(i / sharing)] as ConversationId);
  },
  async idle(store, users) {
    const target: ConversationId[] = [];
    for (let first = 0; first < users.length; first += sharing) {
      const group = users.slice(first, first + sharing);
      const rooms = await inParallel(10, () => makeRoom(store, group[0]));
      for (const room of rooms) await inParallel(group.length, (i) => enter(store, room, group[i]));
      target.push(...group.map(() => rooms[0] as ConversationId));
    }
    await inParallel(users.length * 3, (i) => makeRoom(store, users[Math.floor(i / 3)]));
    return target;
  },
};

async function makeUser(store: Store, number: number, app: AppId): Promise<User> {
  const id = formatId('usr', randomKey());
  const { token, hash } = createToken();
  const username = `user${number}`;
  await store.write(app, signUp, {
    user: id,
    username,
    usernameFolded: username,
    displayName: username,
    passwordHash: 'no password opens it',
    device: {
      device: formatId('dev', randomKey()),
      key: null,
      name: 'bench',
      class: DeviceDescription_Class.OTHER,
      tokenHash: hash,
      ...lives.token,
    },
  });
  return { app, id, token };
}

export async function makeRoom(store: Store, owner: User | undefined): Promise<ConversationId> {
  const id = formatId('cnv', randomKey());
  const { app, id: user } = known(owner);
  await store.write(app, createRoom, { id, owner: user, title: 'bench', clientKey: id, digest });
  return id;
}

/** Of the first, who brings the others in. */
export async function makeGroup(store: Store, members: readonly User[]): Promise<ConversationId> {
  const id = formatId('cnv', randomKey());
  const [owner, ...others] = members.map((user) => user.id);
  await store.write(known(members[0]).app, createGroup, {
    id,
    owner: owner as UserId,
    title: 'bench',
    users: others.toSorted(),
    clientKey: id,
    digest,
  });
  return id;
}

async function enter(
  store: Store,
  conversation: ConversationId,
  user: User | undefined,
): Promise<void> {
  const { app, id } = known(user);
  await store.write(app, joinRoom, { conversation, user: id });
}

export async function pair(store: Store, one?: User, other?: User): Promise<ConversationId> {
  const { app, id: user } = known(one);
  const opening = { id: formatId('cnv', randomKey()), user, peer: known(other).id };
  const opened = await store.write(app, openDirect, { ...opening, clientKey: '', digest });
  return opened.conversation.id as ConversationId;
}

interface Talk {
  readonly users: readonly User[];
  readonly target: readonly ConversationId[];
  readonly times: number;
}

/** Everybody says something so many times, and all of it is in the search index afterwards. */
export async function sayEach(store: Store, { users, target, times }: Talk): Promise<void> {
  await inParallel(users.length * times, (i) => {
    const socket = i % users.length;
    const { app, id: sender } = known(users[socket]);
    return store.write(app, sendMessage, {
      conversation: target[socket] as ConversationId,
      sender,
      clientMsgId: `seed ${i}`,
      digest,
      content: { case: 'text', value: `word${i % 97} said to ${socket}` },
    });
  });
  for (const [conversation, app] of new Map(target.map((one, i) => [one, known(users[i]).app])))
    for (let isDone = false; !isDone;)
      ({ isDone } = await store.write(app, indexSlice, { conversation, limit: 100 }));
}

function known(user: User | undefined): User {
  if (!user) throw new Error('no such user');
  return user;
}

export async function inParallel<T>(count: number, one: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let first = 0; first < count; first += atOnce) {
    const size = Math.min(atOnce, count - first);
    results.push(...(await Promise.all(Array.from({ length: size }, (_, i) => one(first + i)))));
  }
  return results;
}

export function copyOf(seed: string): Place {
  const path = mkdtempSync(join(tmpdir(), 'hubbub-bench-'));
  cpSync(seed, path, { recursive: true });
  return { path, remove: async () => rmSync(path, { recursive: true, force: true }) };
}
