// Who is here: users with at least one socket, as seen by the sockets that asked. Those on this node are known by
// themselves, those on other nodes from elsewhere.ts. Changes are noted and told once per turn, as it is then: somebody who
// reconnects within a turn was never away. Who may see whom was read when a socket asked; whatever changes it takes the
// subscription away and says `stale`, so that it asks again. In groups and rooms only those are shown who show it to all:
// by the topic to who sees all of them, one by one to who is apart from somebody.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Conversation_Kind as Kind,
  CountSchema,
  PresenceSchema,
  type AppId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import type { PresenceTarget } from '../dispatch.ts';
import type { Clock } from '../ports/clock.ts';
import type { PartedEmission, ShowingEmission } from '../ports/bus.ts';
import { Askers } from './askers.ts';
import { subjectOf, type Elsewhere } from './elsewhere.ts';
import { encodeFor, type Encoded } from './encoded.ts';
import { areSharing, eventOf, everything, isApart, sayStale, shows, tellEach } from './sight.ts';
import type { Topics } from './topics.ts';
import type { LocalUser, Recipient, Stream } from './local.ts';

const mostPresent = 200;
/** Above this many users here only the count is told: a storm of arrivals would cost users squared. */
const mostTold = 200;
/** Where more than this many look, who came and went is told together, once in this time. */
const fewWatchers = 50;
const gatherMs = 1000;

/** Who hears what here (routes.ts). */
interface Known {
  readonly streams: Iterable<Stream>;
  stream(app: AppId, conversation: ConversationId): Stream | undefined;
  user(app: AppId, user: UserId): LocalUser | undefined;
}

interface PresenceParts {
  readonly topics: Topics;
  readonly schedule: () => void;
  readonly clock: Pick<Clock, 'now' | 'elapsed' | 'after'>;
}

export class Presence {
  readonly #askers = new Askers();
  readonly #changes = new Map<Stream, Set<UserId>>();
  readonly #users = new Map<string, { app: AppId; user: UserId }>();
  #routes: Known | undefined;
  #elsewhere: Elsewhere | undefined;
  #counter = 0;
  #isGathering = false;

  constructor(private readonly parts: PresenceParts) {}

  attach(routes: Known): void {
    this.#routes = routes;
  }

  /** There are other nodes. */
  join(elsewhere: Elsewhere): void {
    this.#elsewhere = elsewhere;
  }

  /** A user came or went; `streams` are the conversations it came to or left. */
  changed(user: LocalUser, streams: Iterable<Stream>): void {
    for (const stream of streams) if (shows(user, stream)) this.#stirIn(stream, user.id);
    this.#stir(user.app, user.id, user.id);
    this.#noteUser(user.app, user.id);
  }

  /** What is known of the user from now on; nobody is told. @returns whether it is another choice */
  show(user: LocalUser, showsAll: boolean): boolean {
    if (user.showsAll === showsAll) return false;
    user.showsAll = showsAll;
    for (const stream of user.streams) stream.hiding += showsAll ? -1 : 1;
    return true;
  }

  /** The user has chosen anew who sees it, and so whom it sees. */
  chosen({ app, user: id, showsAll }: ShowingEmission): void {
    const user = this.#routes?.user(app, id);
    if (user !== undefined) {
      if (user.opening !== undefined) user.isShowingTold = true;
      if (this.show(user, showsAll))
        for (const stream of user.streams)
          if (stream.kind !== Kind.DIRECT) this.#stirIn(stream, id);
    }
    const key = subjectOf(app, id);
    const stale = new Set(this.#askers.of(key));
    for (const connection of stale) this.#unask(connection, key);
    for (const stream of this.#routes?.streams ?? []) {
      if (stream.app !== app || stream.parties?.includes(id) !== true) continue;
      for (const connection of stream.watchers ?? []) {
        this.#unwatchStream(connection, stream);
        stale.add(connection);
      }
    }
    for (const connection of user?.connections ?? []) {
      if (connection.hasAsked) stale.add(connection);
      this.forget(connection);
    }
    for (const connection of stale) sayStale(connection);
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
    this.#stirIn(stream, id);
    const key = subjectOf(stream.app, id);
    for (const connection of this.#askers.of(key)) this.#unaskStrangers(connection, [key]);
  }

  /** The watcher is told nothing of the user any more, and asks again for what it may still see. */
  part({ app, watcher, user }: PartedEmission): void {
    const key = subjectOf(app, user);
    const local = this.#routes?.user(app, watcher);
    if (local === undefined) return;
    this.#setApart(local, [...local.apart, user]);
    for (const connection of local.connections) {
      if (!connection.hasAsked) continue;
      for (const stream of connection.watching.keys())
        if (stream.parties?.includes(user) === true) this.#unwatchStream(connection, stream);
      this.#unask(connection, key);
      sayStale(connection);
    }
  }

  watch(connection: Recipient, { conversation, users = [], sight = everything }: PresenceTarget) {
    const { user: self } = connection;
    if (self === undefined) return { present: [], count: 0 };
    const { app } = self;
    if (conversation === undefined) return this.#watchUsers(connection, app, users);
    const stream = this.#routes?.stream(app, conversation);
    if (stream === undefined) return { present: [], count: 0 };
    if (stream.kind === Kind.DIRECT)
      stream.parties = [self.id, ...(sight.other ? [sight.other] : [])];
    else if (!sight.isBlind) this.#setApart(self, sight.apart);
    stream.watchers ??= new Set();
    stream.watchers.add(connection);
    connection.watching.set(stream, !sight.isBlind);
    this.#tune(connection, stream);
    if (sight.isBlind) return { present: [self.id], count: 1 };
    this.#watchElsewhere(subjectOf(app, conversation));
    const present: UserId[] = [];
    for (const user of this.#inStream(stream)) {
      if (present.length >= mostPresent) break;
      if (!self.apart.has(user)) present.push(user);
    }
    return { present, count: this.#countFor(self, stream) };
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
    for (const stream of connection.watching.keys()) this.#unwatchStream(connection, stream);
    for (const key of connection.asking) this.#unask(connection, key);
  }

  /** It is slow, or not any more. */
  setSlow(connection: Recipient): void {
    for (const stream of connection.watching.keys()) this.#tune(connection, stream);
  }

  /** Tells what changed since the last flush. */
  flush(): void {
    for (const [stream, users] of this.#changes) {
      if (this.#isEarly(stream)) continue;
      this.#changes.delete(stream);
      this.#tellStream(stream, users);
    }
    this.#elsewhere?.flush();
    if (this.#users.size === 0) return;
    for (const { app, user } of this.#users.values()) this.#tellAskers(app, user);
    this.#users.clear();
  }

  #stirIn(stream: Stream, user: UserId): void {
    this.#stir(stream.app, stream.conversation, user);
    this.#note(stream, user);
  }

  /** Many look, and were told just now. */
  #isEarly(stream: Stream): boolean {
    const { clock, schedule } = this.parts;
    const rest = stream.presenceToldAt + gatherMs - clock.elapsed();
    if (rest <= 0 || (stream.watchers?.size ?? 0) <= fewWatchers) return false;
    if (!this.#isGathering)
      clock.after(rest, () => {
        this.#isGathering = false;
        schedule();
      });
    this.#isGathering = true;
    return true;
  }

  #note(stream: Stream, user: UserId): void {
    if (stream.watchers === undefined) return;
    const users = this.#changes.get(stream);
    if (users === undefined) this.#changes.set(stream, new Set([user]));
    else users.add(user);
    this.parts.schedule();
  }

  #noteUser(app: AppId, user: UserId): void {
    const key = subjectOf(app, user);
    if (!this.#askers.has(key)) return;
    this.#users.set(key, { app, user });
    this.parts.schedule();
  }

  /** For the other nodes, where somebody looks at it. */
  #stir(app: AppId, id: ConversationId | UserId, user: UserId): void {
    if (this.#elsewhere === undefined) return;
    const subject = subjectOf(app, id);
    if (!this.#elsewhere.isWatched(subject)) return;
    this.#elsewhere.stir(subject, user);
    this.parts.schedule();
  }

  #watchElsewhere(subject: string): void {
    if (this.#elsewhere === undefined) return;
    this.#elsewhere.watch(subject);
    this.parts.schedule();
  }

  #tellStream(stream: Stream, users: ReadonlySet<UserId>): void {
    const { conversation } = stream;
    stream.presenceToldAt = this.parts.clock.elapsed();
    const counter = ++this.#counter;
    const count = this.#countOf(stream);
    const told = new Map<UserId, Encoded>();
    if (count <= mostTold)
      for (const user of users) {
        const online = this.#isInStream(stream, user);
        const value = create(PresenceSchema, { user, online, counter, conversation });
        told.set(user, eventOf({ case: 'presence', value }));
      }
    const counted = (count: number) =>
      eventOf({ case: 'count', value: create(CountSchema, { conversation, count, counter }) });
    for (const event of [...told.values(), counted(count)])
      this.parts.topics.publishToWatchers(stream, event);
    for (const connection of stream.watchers ?? []) {
      const { user: watcher } = connection;
      if (watcher === undefined || !isApart(connection, stream) || connection.slow) continue;
      // Not even that the count is what it was: somebody has come or gone.
      if ([...users].every((user) => watcher.apart.has(user))) continue;
      for (const [user, event] of told)
        if (!watcher.apart.has(user)) connection.send(encodeFor(connection.codec, event));
      const event = counted(this.#countFor(watcher, stream));
      connection.send(encodeFor(connection.codec, event));
    }
  }

  /** Everybody in the stream, on whatever node, once. */
  *#inStream(stream: Stream): Iterable<UserId> {
    for (const user of stream.users) if (shows(user, stream)) yield user.id;
    const subject = subjectOf(stream.app, stream.conversation);
    for (const user of this.#elsewhere?.users(subject) ?? [])
      if (!this.#isInStreamHere(stream, user)) yield user;
  }

  #countOf(stream: Stream): number {
    if (this.#elsewhere === undefined)
      return stream.users.size - (stream.kind === Kind.DIRECT ? 0 : stream.hiding);
    let count = 0;
    for (const _ of this.#inStream(stream)) count += 1;
    return count;
  }

  #countFor({ apart }: LocalUser, stream: Stream): number {
    let count = this.#countOf(stream);
    for (const user of apart) if (this.#isInStream(stream, user)) count -= 1;
    return count;
  }

  #isInStreamHere(stream: Stream, user: UserId): boolean {
    const local = this.#routes?.user(stream.app, user);
    return local !== undefined && stream.users.has(local) && shows(local, stream);
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

  #tellAskers(app: AppId, user: UserId): void {
    const online = this.#isOnline(app, user);
    const seenAt = online ? undefined : timestampFromMs(this.parts.clock.now());
    const counter = ++this.#counter;
    const value = create(PresenceSchema, { user, online, counter, ...(seenAt && { seenAt }) });
    tellEach(this.#askers.of(subjectOf(app, user)), eventOf({ case: 'presence', value }));
  }

  /** What a user says of itself: to who asked for it, and who looks at a conversation in which it is seen to be. */
  tell(app: AppId, user: UserId, encoded: Encoded): void {
    const told = new Set(this.#askers.of(subjectOf(app, user)));
    for (const stream of this.#routes?.streams ?? []) {
      const { watchers } = stream;
      if (stream.app !== app || !watchers || watchers.size > mostTold) continue;
      if (!this.#isInStream(stream, user)) continue;
      for (const connection of watchers)
        if (connection.watching.get(stream) && !connection.user?.apart.has(user))
          told.add(connection);
    }
    tellEach(told, encoded);
  }

  #watchUsers(connection: Recipient, app: AppId, users: readonly UserId[]) {
    for (const user of users) {
      const key = subjectOf(app, user);
      this.#askers.add(connection, key);
      this.#watchElsewhere(key);
    }
    const present = users.filter((user) => this.#isOnline(app, user));
    return { present, count: present.length };
  }

  #setApart(user: LocalUser, apart: readonly UserId[]): void {
    if (apart.length === 0 && user.apart.size === 0) return;
    user.apart = new Set(apart);
    for (const connection of user.connections)
      if (connection.hasAsked)
        for (const stream of connection.watching.keys()) this.#tune(connection, stream);
  }

  /** On the topic of who is here, or off it. */
  #tune(connection: Recipient, stream: Stream): void {
    const isOn =
      !connection.slow && connection.watching.get(stream) === true && !isApart(connection, stream);
    if (isOn) this.parts.topics.watch(connection, stream);
    else this.parts.topics.unwatch(connection, stream);
  }

  #unwatchStream(connection: Recipient, stream: Stream): void {
    if (!connection.watching.delete(stream)) return;
    this.parts.topics.unwatch(connection, stream);
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
    if (dropped) sayStale(connection);
  }

  #userOf(key: string): LocalUser | undefined {
    const slash = key.lastIndexOf('/');
    return this.#routes?.user(key.slice(0, slash) as AppId, key.slice(slash + 1) as UserId);
  }

  #unask(connection: Recipient, key: string): void {
    if (this.#askers.delete(connection, key)) this.#elsewhere?.unwatch(key);
  }
}
