// Who is here (here.ts), for the sockets that asked, and what these are told of it (presence-news.ts). Who may see whom was read
// when a socket asked; whatever changes it takes the subscription away and says `stale`, so that it asks again. In groups and
// rooms only those are shown who show it to all.
import {
  Conversation_Kind as Kind,
  type AppId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import type { PresenceTarget } from '../dispatch.ts';
import type { PartedEmission, ShowingEmission } from '../ports/bus.ts';
import { Askers } from './askers.ts';
import { subjectOf, type Elsewhere } from './elsewhere.ts';
import type { Encoded } from './encoded.ts';
import { Here, type Known } from './here.ts';
import { mostTold, PresenceNews, type NewsParts } from './presence-news.ts';
import { areSharing, everything, isApart, sayStale, shows, tellEach } from './sight.ts';
import type { LocalUser, Recipient, Stream, Watched } from './local.ts';

export class Presence {
  readonly #askers = new Askers();
  readonly #here = new Here();
  readonly #news: PresenceNews;

  constructor(private readonly parts: NewsParts) {
    this.#news = new PresenceNews(parts, { here: this.#here, askers: this.#askers });
  }

  attach(routes: Known): void {
    this.#here.routes = routes;
  }

  /** There are other nodes. */
  join(elsewhere: Elsewhere): void {
    this.#here.elsewhere = elsewhere;
  }

  /** A user came or went; `streams` are the conversations it came to or left. */
  changed(user: LocalUser, streams: Iterable<Stream>): void {
    for (const stream of streams) if (shows(user, stream)) this.#stirIn(stream, user.id);
    this.#stir(user.app, user.id, user.id);
    this.#news.noteUser(user.app, user.id);
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
    const user = this.#here.routes?.user(app, id);
    if (user !== undefined) {
      if (user.opening !== undefined) user.isShowingTold = true;
      if (this.show(user, showsAll))
        for (const stream of user.streams)
          if (stream.kind !== Kind.DIRECT) this.#stirIn(stream, id);
    }
    const key = subjectOf(app, id);
    const stale = new Set(this.#askers.of(key));
    for (const connection of stale) this.#unask(connection, key);
    for (const stream of this.#here.routes?.streams ?? []) {
      const { watched } = stream;
      if (stream.app !== app || watched?.parties.includes(id) !== true) continue;
      for (const connection of watched.watchers) {
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
    const stream = this.#here.routes?.stream(app, conversation);
    if (stream !== undefined) for (const user of users) this.#news.note(stream, user);
  }

  /** A user came to another node, or left it. */
  userChangedElsewhere(app: AppId, user: UserId): void {
    this.#news.noteUser(app, user);
  }

  /**
   * A user, here or not, is no member any more: it stops watching, the others see it go, and nobody is told of users with
   * whom nothing is shared any more.
   */
  left(id: UserId, stream: Stream): void {
    const user = this.#here.routes?.user(stream.app, id);
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
    const local = this.#here.routes?.user(app, watcher);
    if (local === undefined) return;
    this.#setApart(local, [...local.apart, user]);
    for (const connection of local.connections) {
      if (!connection.hasAsked) continue;
      for (const stream of connection.watching.keys())
        if (stream.watched?.parties.includes(user) === true)
          this.#unwatchStream(connection, stream);
      this.#unask(connection, key);
      sayStale(connection);
    }
  }

  watch(connection: Recipient, { conversation, users = [], sight = everything }: PresenceTarget) {
    const { user: self } = connection;
    if (self === undefined) return { present: [], count: 0 };
    const { app } = self;
    if (conversation === undefined) return this.#watchUsers(connection, app, users);
    const stream = this.#here.routes?.stream(app, conversation);
    if (stream === undefined) return { present: [], count: 0 };
    const watched = (stream.watched ??= unwatched());
    if (stream.kind === Kind.DIRECT)
      watched.parties = [self.id, ...(sight.other ? [sight.other] : [])];
    else if (!sight.isBlind) this.#setApart(self, sight.apart);
    watched.watchers.add(connection);
    connection.watching.set(stream, !sight.isBlind);
    this.#tune(connection, stream);
    if (sight.isBlind) return { present: [self.id], count: 1 };
    this.#watchElsewhere(subjectOf(app, conversation));
    const present: UserId[] = [];
    for (const user of this.#here.inStream(stream)) {
      if (present.length >= mostTold) break;
      if (!self.apart.has(user)) present.push(user);
    }
    // It was not told all of them.
    if (this.#here.countOf(stream) > mostTold) watched.isCounted = true;
    return { present, count: this.#here.countFor(self, stream) };
  }

  unwatch(connection: Recipient, { conversation, users = [] }: PresenceTarget): void {
    const app = connection.user?.app;
    if (app === undefined) return;
    const stream =
      conversation === undefined ? undefined : this.#here.routes?.stream(app, conversation);
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
    this.#news.flush();
  }

  #stirIn(stream: Stream, user: UserId): void {
    this.#stir(stream.app, stream.conversation, user);
    this.#news.note(stream, user);
  }

  /** For the other nodes, where somebody looks at it. */
  #stir(app: AppId, id: ConversationId | UserId, user: UserId): void {
    if (this.#here.elsewhere === undefined) return;
    const subject = subjectOf(app, id);
    if (!this.#here.elsewhere.isWatched(subject)) return;
    this.#here.elsewhere.stir(subject, user);
    this.parts.schedule();
  }

  #watchElsewhere(subject: string): void {
    if (this.#here.elsewhere === undefined) return;
    this.#here.elsewhere.watch(subject);
    this.parts.schedule();
  }

  /** What a user says of itself: to who asked for it, and who looks at a conversation in which it is seen to be. */
  tell(app: AppId, user: UserId, encoded: Encoded): void {
    const told = new Set(this.#askers.of(subjectOf(app, user)));
    for (const stream of this.#here.routes?.streams ?? []) {
      const watchers = stream.watched?.watchers;
      if (stream.app !== app || !watchers || watchers.size > mostTold) continue;
      if (!this.#here.isInStream(stream, user)) continue;
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
    const present = users.filter((user) => this.#here.isOnline(app, user));
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
    stream.watched?.watchers.delete(connection);
    if (stream.watched?.watchers.size !== 0) return;
    stream.watched = undefined;
    this.#here.elsewhere?.unwatch(subjectOf(stream.app, stream.conversation));
  }

  /** The socket asks again and gets what the database says, so dropping too much does no harm. */
  #unaskStrangers(connection: Recipient, keys: Iterable<string>): void {
    let dropped = false;
    for (const key of keys) {
      if (areSharing(connection.user, this.#here.userOf(key))) continue;
      this.#unask(connection, key);
      dropped = true;
    }
    if (dropped) sayStale(connection);
  }

  #unask(connection: Recipient, key: string): void {
    if (this.#askers.delete(connection, key)) this.#here.elsewhere?.unwatch(key);
  }
}

/** As it is before the first one asks. */
function unwatched(): Watched {
  return { watchers: new Set(), parties: [], toldAt: -Infinity, isCounted: false };
}
