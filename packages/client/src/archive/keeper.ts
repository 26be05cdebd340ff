// Keeps the newest conversations with their newest messages, whose records it writes together a moment after something
// changed. Each record names the epoch it belongs to, so that tabs which write beside each other cannot mix histories.
import {
  cutReplica,
  selfOf,
  type Library,
  type Replica,
  type User,
  type UserId,
} from '@hubbub/protocol';
import type { KeyStorage } from '../options.ts';
import type { Archive, Following, KeptSession } from './archive.ts';
import type { OpenRecords, RecordStore } from './record-store.ts';

export interface KeeperOptions {
  readonly records: OpenRecords;
  /** Where it is written who was here last. */
  readonly storage: KeyStorage;
  readonly mostConversations?: number;
  readonly mostMessages?: number;
  /** Milliseconds in which changes gather. */
  readonly pauseMs?: number;
}

interface Front {
  readonly epoch: string;
  readonly user: User;
}

interface KeptReplica {
  readonly epoch: string;
  readonly replica: Replica;
}

const lastKey = 'hubbub.kept';
const front = 'front';
const users = 'users';
const mostUsers = 2000;

export class Keeper implements Archive {
  readonly #options: Required<KeeperOptions>;
  /** Whose records this one reads and writes; in another tab somebody else may be logged in by now. */
  #user: string | undefined;
  #loaded: KeptSession | undefined;
  #following: Following | undefined;

  constructor(options: KeeperOptions) {
    this.#options = { mostConversations: 200, mostMessages: 100, pauseMs: 1000, ...options };
  }

  async load(): Promise<KeptSession | undefined> {
    const user = this.#last();
    if (user === null) return undefined;
    this.#user = user;
    try {
      const kept = read(await this.#options.records(user).read());
      this.#loaded = kept?.user.id === user ? kept : undefined;
      return this.#loaded;
    } catch {
      // Closed to us (a private window), or broken: then everything is read from the server.
      return undefined;
    }
  }

  follow(user: User, holdings: Library): Following {
    this.#following?.stop();
    const last = this.#last();
    if (last !== null && last !== user.id) void this.#clear(last);
    this.#remember(user.id);
    this.#user = user.id;
    const records = this.#options.records(user.id);
    const isLast = () => this.#last() === user.id;
    const kept = this.#loaded?.user.id === user.id ? this.#loaded.replicas : [];
    this.#loaded = undefined;
    this.#following = new Writer({ ...this.#options, user, holdings, records, isLast }, kept);
    return this.#following;
  }

  async wipe(): Promise<void> {
    this.#following?.stop();
    const last = this.#last();
    const user = this.#user ?? last;
    if (user === last) this.#options.storage.removeItem(lastKey);
    if (user !== null) await this.#clear(user);
  }

  #last(): string | null {
    return this.#options.storage.getItem(lastKey);
  }

  #remember(user: string): void {
    try {
      this.#options.storage.setItem(lastKey, user);
    } catch {
      // Full: nothing is kept.
    }
  }

  async #clear(user: string): Promise<void> {
    try {
      await this.#options.records(user).clear();
    } catch {
      // Closed to us: then nothing is in it.
    }
  }
}

interface WriterOptions extends Omit<Required<KeeperOptions>, 'records'> {
  readonly user: User;
  readonly holdings: Library;
  readonly records: RecordStore;
  /** False when the user has logged out, in another tab too. */
  readonly isLast: () => boolean;
}

class Writer implements Following {
  readonly #options: WriterOptions;
  /** Conversations that have a record. */
  readonly #stored: Set<string>;
  readonly #dirty = new Set<string>();
  #isUsersDirty = false;
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #hurry = () => {
    if (document.visibilityState === 'hidden') this.#write();
  };

  /** @param kept what its records hold */
  constructor(options: WriterOptions, kept: readonly Replica[]) {
    this.#options = options;
    this.#stored = new Set(kept.map(({ conversation }) => conversation));
    for (const [id, replica] of options.holdings.replicas)
      if (!kept.includes(replica)) this.changed(id);
    if (kept.length === 0) this.usersChanged();
    // The last moment in which a page that is left can still write.
    globalThis.document?.addEventListener('visibilitychange', this.#hurry);
  }

  changed(conversation: string): void {
    this.#dirty.add(conversation);
    this.#plan();
  }

  usersChanged(): void {
    this.#isUsersDirty = true;
    this.#plan();
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    globalThis.document?.removeEventListener('visibilitychange', this.#hurry);
  }

  #plan(): void {
    if (this.#isOver) return;
    this.#timer ??= setTimeout(() => this.#write(), this.#options.pauseMs);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { holdings, isLast, records } = this.#options;
    if (this.#isOver || holdings.epoch === '' || !isLast()) return;
    if (this.#dirty.size === 0 && !this.#isUsersDirty) return;
    const { put, removed } = this.#gather();
    this.#dirty.clear();
    records
      .write(put, removed)
      // Full: what was written before is still a state of its own, and what is to go needs no space.
      .catch(() => records.write(new Map(), removed))
      .catch(() => undefined);
  }

  #gather(): { put: Map<string, unknown>; removed: string[] } {
    const { holdings, user } = this.#options;
    const { epoch } = holdings;
    const chosen = this.#choose();
    const put = new Map<string, unknown>([[front, { epoch, user } satisfies Front]]);
    for (const [id, replica] of chosen) {
      if (!this.#dirty.has(id) && this.#stored.has(id)) continue;
      put.set(recordOf(id), { epoch, replica: this.#cut(replica) } satisfies KeptReplica);
    }
    const removed = [...this.#stored, ...this.#dirty].filter((id) => !chosen.has(id));
    this.#stored.clear();
    for (const id of chosen.keys()) this.#stored.add(id);
    if (this.#isUsersDirty) put.set(users, [...holdings.users.values()].slice(-mostUsers));
    this.#isUsersDirty = false;
    return { put, removed: removed.map(recordOf) };
  }

  /** The user's own stream, and the conversations with the newest messages. */
  #choose(): ReadonlyMap<string, Replica> {
    const { holdings, user, mostConversations } = this.#options;
    const self = selfOf(user.id as UserId);
    const newest = [...holdings.replicas]
      .filter(([id]) => id !== self)
      .sort(([, a], [, b]) => activity(b) - activity(a))
      .slice(0, mostConversations);
    const own = holdings.replicas.get(self);
    return new Map(own === undefined ? newest : [[self, own], ...newest]);
  }

  #cut(replica: Replica): Replica {
    const { holdings, user, mostMessages: most } = this.#options;
    const self = holdings.replicas.get(selfOf(user.id as UserId));
    return cutReplica(replica, self, { user: user.id, most });
  }
}

function recordOf(conversation: string): string {
  return `conversation ${conversation}`;
}

function activity({ messages, head }: Replica): number {
  const time = messages.at(-1)?.createdAt ?? head.createdAt;
  return Number(time?.seconds ?? 0);
}

function read(records: ReadonlyMap<string, unknown>): KeptSession | undefined {
  const found = records.get(front) as Front | undefined;
  if (found === undefined) return undefined;
  const { epoch, user } = found;
  const replicas = [...records]
    .filter(([name]) => name.startsWith(recordOf('')))
    .map(([, value]) => value as KeptReplica)
    // Written by a tab that had not heard of the new one.
    .filter((kept) => kept.epoch === epoch)
    .map(({ replica }) => replica);
  return { epoch, user, replicas, users: (records.get(users) as User[] | undefined) ?? [] };
}
