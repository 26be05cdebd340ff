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
import { createRoom, joinRoom } from '../../packages/server/src/store/room-store.ts';
import { openStore, type Store } from '../../packages/server/src/store/store.ts';
import { sharing, type Work } from './system.ts';

export interface Seed {
  readonly users: readonly { readonly id: UserId; readonly token: string }[];
  /** The conversation that a socket writes to; none in the case idle. */
  readonly target: readonly ConversationId[];
  /** Each call gives a fresh copy of the data folder. */
  copy(): DataFolder;
}

export interface DataFolder {
  readonly path: string;
  remove(): void;
}

const app = 'main' as AppId;
const digest = new Uint8Array(32);
const atOnce = 500;

export async function makeSeed(work: {
  readonly case: Seeded;
  readonly sockets: number;
}): Promise<Seed> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-seed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({ database: '', dataDir: folder });
  const users = await inParallel(work.sockets, (i) => makeUser(store, i));
  const target = await converse[work.case](store, users);
  await store.close();
  return { users, target, copy: () => copyOf(folder) };
}

type User = Seed['users'][number];
/** In the case games nobody has a conversation yet. */
type Seeded = Work['case'] | 'games';
type Converse = (store: Store, users: readonly User[]) => Promise<readonly ConversationId[]>;

const converse: Readonly<Record<Seeded, Converse>> = {
  games: async () => [],
  async fanout(store, users) {
    const room = await makeRoom(store, users[0]);
    await inParallel(users.length, (i) => enter(store, room, users[i]));
    return users.map(() => room);
  },
  async direct(store, users) {
    const opened = await inParallel(users.length, (i) => pair(store, users[i], users[i ^ 1]));
    return opened;
  },
  async idle(store, users) {
    for (let first = 0; first < users.length; first += sharing) {
      const group = users.slice(first, first + sharing);
      const rooms = await inParallel(10, () => makeRoom(store, group[0]));
      for (const room of rooms) await inParallel(group.length, (i) => enter(store, room, group[i]));
    }
    await inParallel(users.length * 3, (i) => makeRoom(store, users[Math.floor(i / 3)]));
    return [];
  },
};

async function makeUser(store: Store, number: number): Promise<User> {
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
  return { id, token };
}

async function makeRoom(store: Store, owner: User | undefined): Promise<ConversationId> {
  const id = formatId('cnv', randomKey());
  const room = { id, owner: known(owner).id, title: 'bench', clientKey: id, digest };
  await store.write(app, createRoom, room);
  return id;
}

async function enter(
  store: Store,
  conversation: ConversationId,
  user: User | undefined,
): Promise<void> {
  await store.write(app, joinRoom, { conversation, user: known(user).id });
}

async function pair(store: Store, one?: User, other?: User): Promise<ConversationId> {
  const opening = { id: formatId('cnv', randomKey()), user: known(one).id, peer: known(other).id };
  const opened = await store.write(app, openDirect, { ...opening, clientKey: '', digest });
  return opened.conversation.id as ConversationId;
}

function known(user: User | undefined): User {
  if (!user) throw new Error('no such user');
  return user;
}

async function inParallel<T>(count: number, one: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let first = 0; first < count; first += atOnce) {
    const size = Math.min(atOnce, count - first);
    results.push(...(await Promise.all(Array.from({ length: size }, (_, i) => one(first + i)))));
  }
  return results;
}

function copyOf(seed: string): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'hubbub-bench-'));
  cpSync(seed, path, { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
