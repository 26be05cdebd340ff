// Who is here: users with at least one socket on this node, as seen by the sockets that asked. Changes are noted and told
// once per turn, the newest only: somebody who reconnects within a turn was never away.
import { create } from '@bufbuild/protobuf';
import {
  CountSchema,
  EventSchema,
  PresenceSchema,
  type AppId,
  type ConversationId,
  type Event,
  type UserId,
} from '@hubbub/protocol';
import type { PresenceTarget } from '../dispatch.ts';
import { encodeFor, staleEvent, type Encoded } from './encoded.ts';
import type { Topics } from './topics.ts';
import type { LocalUser, Recipient, Stream } from './local.ts';

const mostPresent = 200;
/** Above this many users here only the count is told: a storm of arrivals would cost users squared. */
const mostTold = 500;

/** Who hears what here (routes.ts). */
interface Known {
  stream(app: AppId, conversation: ConversationId): Stream | undefined;
  user(app: AppId, user: UserId): LocalUser | undefined;
}

export class Presence {
  /** Sockets that asked for single users, by app and user. */
  readonly #askers = new Map<string, Set<Recipient>>();
  readonly #changes = new Map<Stream, Map<UserId, boolean>>();
  readonly #users = new Map<string, { app: AppId; user: UserId }>();
  #routes: Known | undefined;
  #counter = 0;

  constructor(
    private readonly topics: Topics,
    private readonly schedule: () => void,
  ) {}

  attach(routes: Known): void {
    this.#routes = routes;
  }

  /** A user came or went; `streams` are the conversations it came to or left. */
  changed(user: LocalUser, streams: Iterable<Stream>): void {
    const here = user.connections.length > 0;
    for (const stream of streams) this.#note(stream, user.id, here);
    const key = keyOf(user.app, user.id);
    if (!this.#askers.has(key)) return;
    this.#users.set(key, { app: user.app, user: user.id });
    this.schedule();
  }

  /**
   * A user, here or not, is no member any more: it stops watching, the others see it go, and nobody is told of users with
   * whom nothing is shared any more.
   */
  left(id: UserId, stream: Stream): void {
    const user = this.#routes?.user(stream.app, id);
    for (const connection of user?.connections ?? []) {
      this.#unwatchStream(connection, stream);
      if (connection.hasAsked) this.#unaskStrangers(connection, connection.asking);
    }
    this.#note(stream, id, false);
    const key = keyOf(stream.app, id);
    for (const connection of this.#askers.get(key) ?? []) this.#unaskStrangers(connection, [key]);
  }

  watch(connection: Recipient, { conversation, users = [] }: PresenceTarget) {
    const app = connection.user?.app;
    if (app === undefined) return { present: [], count: 0 };
    if (conversation === undefined) return this.#watchUsers(connection, app, users);
    const stream = this.#routes?.stream(app, conversation);
    if (stream === undefined) return { present: [], count: 0 };
    stream.watchers ??= new Set();
    stream.watchers.add(connection);
    connection.watching.add(stream);
    if (!connection.slow) this.topics.watch(connection, stream);
    const present: UserId[] = [];
    for (const { id } of stream.users) {
      if (present.length >= mostPresent) break;
      present.push(id);
    }
    return { present, count: stream.users.size };
  }

  unwatch(connection: Recipient, { conversation, users = [] }: PresenceTarget): void {
    const app = connection.user?.app;
    if (app === undefined) return;
    const stream = conversation === undefined ? undefined : this.#routes?.stream(app, conversation);
    if (stream !== undefined) this.#unwatchStream(connection, stream);
    for (const user of users) this.#unask(connection, keyOf(app, user));
  }

  /** The socket is gone. */
  forget(connection: Recipient): void {
    if (!connection.hasAsked) return;
    for (const stream of connection.watching) this.#unwatchStream(connection, stream);
    for (const key of connection.asking) this.#unask(connection, key);
  }

  setSlow(connection: Recipient, slow: boolean): void {
    for (const stream of connection.watching)
      if (slow) this.topics.unwatch(connection, stream);
      else this.topics.watch(connection, stream);
  }

  /** Tells what changed since the last flush. */
  flush(): void {
    if (this.#changes.size > 0) {
      for (const [stream, changes] of this.#changes) this.#tellStream(stream, changes);
      this.#changes.clear();
    }
    if (this.#users.size === 0) return;
    for (const [key, { app, user }] of this.#users) this.#tellAskers(key, app, user);
    this.#users.clear();
  }

  #note(stream: Stream, user: UserId, here: boolean): void {
    if (stream.watchers === undefined) return;
    let changes = this.#changes.get(stream);
    if (changes === undefined) this.#changes.set(stream, (changes = new Map()));
    changes.set(user, here);
    this.schedule();
  }

  #tellStream(stream: Stream, changes: ReadonlyMap<UserId, boolean>): void {
    const { conversation } = stream;
    const counter = ++this.#counter;
    if (stream.users.size <= mostTold)
      for (const [user, online] of changes) {
        const value = create(PresenceSchema, { user, online, counter, conversation });
        this.topics.publishToWatchers(stream, eventOf({ case: 'presence', value }));
      }
    const value = create(CountSchema, { conversation, count: stream.users.size, counter });
    this.topics.publishToWatchers(stream, eventOf({ case: 'count', value }));
  }

  #tellAskers(key: string, app: AppId, user: UserId): void {
    const online = this.#routes?.user(app, user) !== undefined;
    const value = create(PresenceSchema, { user, online, counter: ++this.#counter });
    const encoded = eventOf({ case: 'presence', value });
    for (const connection of this.#askers.get(key) ?? [])
      if (!connection.slow) connection.send(encodeFor(connection.codec, encoded));
  }

  #watchUsers(connection: Recipient, app: AppId, users: readonly UserId[]) {
    for (const user of users) {
      const key = keyOf(app, user);
      let askers = this.#askers.get(key);
      if (askers === undefined) this.#askers.set(key, (askers = new Set()));
      askers.add(connection);
      connection.asking.add(key);
    }
    const present = users.filter((user) => this.#routes?.user(app, user) !== undefined);
    return { present, count: present.length };
  }

  #unwatchStream(connection: Recipient, stream: Stream): void {
    if (!connection.watching.delete(stream)) return;
    this.topics.unwatch(connection, stream);
    stream.watchers?.delete(connection);
    if (stream.watchers?.size === 0) stream.watchers = undefined;
  }

  /** The socket asks again and gets what the database says, so dropping too much does no harm. */
  #unaskStrangers(connection: Recipient, keys: Iterable<string>): void {
    let dropped = false;
    for (const key of keys) {
      if (areSharing(connection.user, this.#userOf(key))) continue;
      this.#unask(connection, key);
      dropped = true;
    }
    if (dropped && !connection.slow) connection.send(encodeFor(connection.codec, staleEvent()));
  }

  #userOf(key: string): LocalUser | undefined {
    const slash = key.lastIndexOf('/');
    return this.#routes?.user(key.slice(0, slash) as AppId, key.slice(slash + 1) as UserId);
  }

  #unask(connection: Recipient, key: string): void {
    connection.asking.delete(key);
    const askers = this.#askers.get(key);
    askers?.delete(connection);
    if (askers?.size === 0) this.#askers.delete(key);
  }
}

/** As far as this node knows: the conversations of who is not here are not known to it. */
function areSharing(one: LocalUser | undefined, other: LocalUser | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  // A SELF stream has one user.
  for (const stream of one.streams) if (other.streams.has(stream)) return true;
  return false;
}

function keyOf(app: AppId, user: UserId): string {
  return `${app}/${user}`;
}

function eventOf(event: Event['event']): Encoded {
  return { event: create(EventSchema, { event }) };
}
