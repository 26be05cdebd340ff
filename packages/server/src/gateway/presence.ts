// Who is here: users with at least one socket, as seen by the sockets that asked. Those on this node are known by
// themselves, those on other nodes from elsewhere.ts. Changes are noted and told once per turn, as it is then: somebody who
// reconnects within a turn was never away.
import { create } from '@bufbuild/protobuf';
import {
  Conversation_Kind as Kind,
  CountSchema,
  EventSchema,
  PresenceSchema,
  type AppId,
  type ConversationId,
  type Event,
  type UserId,
} from '@hubbub/protocol';
import type { PresenceTarget } from '../dispatch.ts';
import type { PartedEmission } from '../ports/bus.ts';
import { subjectOf, type Elsewhere } from './elsewhere.ts';
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
  readonly #changes = new Map<Stream, Set<UserId>>();
  readonly #users = new Map<string, { app: AppId; user: UserId }>();
  #routes: Known | undefined;
  #elsewhere: Elsewhere | undefined;
  #counter = 0;

  constructor(
    private readonly topics: Topics,
    private readonly schedule: () => void,
  ) {}

  attach(routes: Known): void {
    this.#routes = routes;
  }

  /** There are other nodes. */
  join(elsewhere: Elsewhere): void {
    this.#elsewhere = elsewhere;
  }

  /** A user came or went; `streams` are the conversations it came to or left. */
  changed(user: LocalUser, streams: Iterable<Stream>): void {
    for (const stream of streams) {
      this.#stir(stream.app, stream.conversation, user.id);
      this.#note(stream, user.id);
    }
    this.#stir(user.app, user.id, user.id);
    this.#noteUser(user.app, user.id);
  }

  /** They came to a conversation, or left it, on another node. */
  changedElsewhere(app: AppId, conversation: ConversationId, users: Iterable<UserId>): void {
    const stream = this.#routes?.stream(app, conversation);
    if (stream !== undefined) for (const user of users) this.#note(stream, user);
  }

  /** A user came to another node, or left it. */
  userChangedElsewhere(app: AppId, user: UserId): void {
    this.#noteUser(app, user);
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
    this.#stir(stream.app, stream.conversation, id);
    this.#note(stream, id);
    const key = subjectOf(stream.app, id);
    for (const connection of this.#askers.get(key) ?? []) this.#unaskStrangers(connection, [key]);
  }

  /** The watcher is told nothing of the user any more, and asks again for what it may still see. */
  part({ app, watcher, user }: PartedEmission): void {
    const key = subjectOf(app, user);
    for (const connection of this.#routes?.user(app, watcher)?.connections ?? []) {
      if (!connection.hasAsked) continue;
      // Which of them is with the user is not known to a node that the user is not on.
      const directs = [...connection.watching].filter(({ kind }) => kind === Kind.DIRECT);
      if (directs.length === 0 && !connection.asking.has(key)) continue;
      for (const stream of directs) this.#unwatchStream(connection, stream);
      this.#unask(connection, key);
      if (!connection.slow) connection.send(encodeFor(connection.codec, staleEvent()));
    }
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
    this.#watchElsewhere(subjectOf(app, conversation));
    const present: UserId[] = [];
    for (const user of this.#inStream(stream)) {
      if (present.length >= mostPresent) break;
      present.push(user);
    }
    return { present, count: this.#countOf(stream) };
  }

  unwatch(connection: Recipient, { conversation, users = [] }: PresenceTarget): void {
    const app = connection.user?.app;
    if (app === undefined) return;
    const stream = conversation === undefined ? undefined : this.#routes?.stream(app, conversation);
    if (stream !== undefined) this.#unwatchStream(connection, stream);
    for (const user of users) this.#unask(connection, subjectOf(app, user));
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
      for (const [stream, users] of this.#changes) this.#tellStream(stream, users);
      this.#changes.clear();
    }
    this.#elsewhere?.flush();
    if (this.#users.size === 0) return;
    for (const [key, { app, user }] of this.#users) this.#tellAskers(key, app, user);
    this.#users.clear();
  }

  #note(stream: Stream, user: UserId): void {
    if (stream.watchers === undefined) return;
    const users = this.#changes.get(stream);
    if (users === undefined) this.#changes.set(stream, new Set([user]));
    else users.add(user);
    this.schedule();
  }

  #noteUser(app: AppId, user: UserId): void {
    const key = subjectOf(app, user);
    if (!this.#askers.has(key)) return;
    this.#users.set(key, { app, user });
    this.schedule();
  }

  /** For the other nodes, where somebody looks at it. */
  #stir(app: AppId, id: ConversationId | UserId, user: UserId): void {
    if (this.#elsewhere === undefined) return;
    const subject = subjectOf(app, id);
    if (!this.#elsewhere.isWatched(subject)) return;
    this.#elsewhere.stir(subject, user);
    this.schedule();
  }

  #watchElsewhere(subject: string): void {
    if (this.#elsewhere === undefined) return;
    this.#elsewhere.watch(subject);
    this.schedule();
  }

  #tellStream(stream: Stream, users: ReadonlySet<UserId>): void {
    const { conversation } = stream;
    const counter = ++this.#counter;
    const count = this.#countOf(stream);
    if (count <= mostTold)
      for (const user of users) {
        const online = this.#isInStream(stream, user);
        const value = create(PresenceSchema, { user, online, counter, conversation });
        this.topics.publishToWatchers(stream, eventOf({ case: 'presence', value }));
      }
    const value = create(CountSchema, { conversation, count, counter });
    this.topics.publishToWatchers(stream, eventOf({ case: 'count', value }));
  }

  /** Everybody in the stream, on whatever node, once. */
  *#inStream(stream: Stream): Iterable<UserId> {
    for (const { id } of stream.users) yield id;
    const subject = subjectOf(stream.app, stream.conversation);
    for (const user of this.#elsewhere?.users(subject) ?? [])
      if (!this.#isInStreamHere(stream, user)) yield user;
  }

  #countOf(stream: Stream): number {
    if (this.#elsewhere === undefined) return stream.users.size;
    let count = 0;
    for (const _ of this.#inStream(stream)) count += 1;
    return count;
  }

  #isInStreamHere(stream: Stream, user: UserId): boolean {
    const local = this.#routes?.user(stream.app, user);
    return local !== undefined && stream.users.has(local);
  }

  #isInStream(stream: Stream, user: UserId): boolean {
    const subject = subjectOf(stream.app, stream.conversation);
    return this.#isInStreamHere(stream, user) || this.#elsewhere?.has(subject, user) === true;
  }

  #isOnline(app: AppId, user: UserId): boolean {
    return (
      this.#routes?.user(app, user) !== undefined ||
      this.#elsewhere?.has(subjectOf(app, user), user) === true
    );
  }

  #tellAskers(key: string, app: AppId, user: UserId): void {
    const online = this.#isOnline(app, user);
    const value = create(PresenceSchema, { user, online, counter: ++this.#counter });
    const encoded = eventOf({ case: 'presence', value });
    for (const connection of this.#askers.get(key) ?? [])
      if (!connection.slow) connection.send(encodeFor(connection.codec, encoded));
  }

  #watchUsers(connection: Recipient, app: AppId, users: readonly UserId[]) {
    for (const user of users) {
      const key = subjectOf(app, user);
      let askers = this.#askers.get(key);
      if (askers === undefined) this.#askers.set(key, (askers = new Set()));
      askers.add(connection);
      connection.asking.add(key);
      this.#watchElsewhere(key);
    }
    const present = users.filter((user) => this.#isOnline(app, user));
    return { present, count: present.length };
  }

  #unwatchStream(connection: Recipient, stream: Stream): void {
    if (!connection.watching.delete(stream)) return;
    this.topics.unwatch(connection, stream);
    stream.watchers?.delete(connection);
    if (stream.watchers?.size !== 0) return;
    stream.watchers = undefined;
    this.#elsewhere?.unwatch(subjectOf(stream.app, stream.conversation));
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
    if (askers?.size !== 0) return;
    this.#askers.delete(key);
    this.#elsewhere?.unwatch(key);
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

function eventOf(event: Event['event']): Encoded {
  return { event: create(EventSchema, { event }) };
}
