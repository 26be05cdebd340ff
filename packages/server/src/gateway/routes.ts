// Who hears which stream on this node: the users with a socket here, the streams they hear, and how a membership begins and
// ends. A user hears a stream from the version of its membership on and not a version longer (docs/sync.md 10, 19, 20). It
// must not know what is said on a stream; the hub tells it in which order memberships change.
import {
  selfOf,
  Conversation_Kind as Kind,
  OperationError,
  type AppId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import type { Caller, Membership } from '../dispatch.ts';
import type { StreamEmission } from '../ports/bus.ts';
import { ByApp } from './by-app.ts';
import { Stream, type LocalUser, type Recipient } from './local.ts';
import type { Presence } from './presence.ts';
import type { Topics } from './topics.ts';

export interface RoutesParts {
  readonly topics: Topics;
  readonly presence: Presence;
  readonly mostSocketsPerUser: number;
  readonly quotaOf?: QuotaOf;
  /** A user has come to this node, or left it. */
  readonly onSeen?: ((app: AppId, user: UserId) => void) | undefined;
}

/** How many sockets an app allows: each of its users, and all of them on this node; 0 for the usual. */
export type QuotaOf = (
  app: AppId,
) => { readonly userSockets: number; readonly sockets: number } | undefined;

const nobody: ReadonlySet<UserId> = new Set();

export class Routes {
  readonly #parts: RoutesParts;
  readonly #users = new ByApp<UserId, LocalUser>();
  readonly #streams = new ByApp<ConversationId, Stream>();
  /** Logged-in sockets of each app. */
  readonly #sockets = new Map<AppId, number>();
  #lastNumber = 0;

  constructor(parts: RoutesParts) {
    this.#parts = parts;
  }

  get streams(): Iterable<Stream> {
    return this.#streams.values();
  }

  get users(): Iterable<LocalUser> {
    return this.#users.values();
  }

  get userCount(): number {
    return this.#users.size;
  }

  stream(app: AppId, conversation: ConversationId): Stream | undefined {
    return this.#streams.get(app, conversation);
  }

  user(app: AppId, user: UserId): LocalUser | undefined {
    return this.#users.get(app, user);
  }

  /** It was not forgotten since. */
  holds(stream: Stream): boolean {
    return this.stream(stream.app, stream.conversation) === stream;
  }

  /** Binds the identity and puts the socket under its user: from now on it hears SELF and direct messages. */
  logIn(connection: Recipient, app: AppId, caller: Caller): void {
    let user = this.#users.get(app, caller.user);
    this.#requirePlace(app, user);
    this.#sockets.set(app, (this.#sockets.get(app) ?? 0) + 1);
    if (user === undefined) {
      user = {
        number: (this.#lastNumber += 1),
        app,
        id: caller.user,
        connections: [],
        streams: [],
        opening: undefined,
        left: undefined,
        showsAll: false,
        isShowingTold: false,
        apart: nobody,
      };
      this.#users.set(app, user.id, user);
    }
    user.connections.push(connection);
    (user.opening ??= new Set()).add(connection);
    connection.bind(user, caller.device);
    this.#enter(user, this.#open({ app, conversation: selfOf(caller.user), kind: Kind.SELF }));
    for (const stream of user.streams)
      if (stream.hasTopic) this.#parts.topics.subscribe(connection, stream);
    if (user.connections.length > 1) return;
    this.#parts.presence.changed(user, user.streams);
    this.#parts.onSeen?.(app, user.id);
  }

  #requirePlace(app: AppId, user: LocalUser | undefined): void {
    const quota = this.#parts.quotaOf?.(app);
    const mostOfUser = quota?.userSockets || this.#parts.mostSocketsPerUser;
    if (user !== undefined && user.connections.length >= mostOfUser)
      throw new OperationError('CAPACITY', 'This user has too many sockets open.');
    const most = quota?.sockets || Infinity;
    if ((this.#sockets.get(app) ?? 0) >= most)
      throw new OperationError('CAPACITY', 'This app has too many sockets open.');
  }

  /** Puts the connection's user on conversations; versions are heads read after logIn, and `showsAll` is as of then. */
  subscribe(connection: Recipient, memberships: readonly Membership[], showsAll = true): void {
    const user = connection.user;
    if (user === undefined) return;
    const isOther = !user.isShowingTold && this.#parts.presence.show(user, showsAll);
    const entered: Stream[] = [];
    for (const { conversation, kind, version } of memberships) {
      // Removed after the memberships were read: that event has gone by, and there will be no other.
      if ((user.left?.get(conversation) ?? -1) > version) continue;
      const stream = this.#open({ app: user.app, conversation, kind });
      // A head may have what was committed and is not told yet. Who hears it already, from a version that nobody knew, has to be told.
      if (!isHeardBefore(stream, user)) stream.order.start(version);
      if (this.#enterAt(version, user, stream)) entered.push(stream);
    }
    this.#opened(user, connection);
    this.#parts.presence.changed(user, isOther ? user.streams : entered);
  }

  /** The socket is gone: native topics went with it, the rest is dropped here. */
  drop(connection: Recipient): void {
    const user = connection.user;
    this.#parts.presence.forget(connection);
    if (user === undefined) return;
    const index = user.connections.indexOf(connection);
    if (index >= 0) {
      user.connections.splice(index, 1);
      this.#sockets.set(user.app, (this.#sockets.get(user.app) ?? 1) - 1);
    }
    this.#opened(user, connection);
    if (user.connections.length > 0) return;
    this.#users.delete(user.app, user.id);
    this.#parts.presence.changed(user, user.streams);
    for (const stream of user.streams.splice(0)) this.#leave(user, stream);
    this.#parts.onSeen?.(user.app, user.id);
  }

  /** A direct conversation that a user here was given while its socket was still opening. */
  openForAudience(emission: StreamEmission): Stream | undefined {
    const users = emission.audience
      .map((id) => this.user(emission.app, id))
      .filter((user) => user !== undefined);
    if (users.length === 0) return undefined;
    const stream = this.#open(emission);
    for (const user of users) this.#enter(user, stream);
    return stream;
  }

  /** What a user's own stream says: it is a member from this version on. */
  join(
    { app, audience }: StreamEmission,
    { conversation, kind, version }: StreamEmission['joined'][number],
  ): void {
    for (const id of audience) {
      const user = this.user(app, id);
      if (user === undefined) continue;
      const stream = this.#open({ app, conversation, kind });
      // Nobody here heard it so far. A direct conversation has no past that its members may not see.
      if (stream.isForAll) stream.order.start(version);
      if (this.#enterAt(version, user, stream)) this.#parts.presence.changed(user, [stream]);
    }
  }

  /** For sockets whose memberships are being read at this moment. */
  noteLeft({ app, conversation, left, change }: StreamEmission): void {
    for (const id of left) {
      const user = this.user(app, id);
      if (user?.opening !== undefined)
        (user.left ??= new Map()).set(conversation, change.version ?? 0);
    }
  }

  #opened(user: LocalUser, connection: Recipient): void {
    if (user.opening?.delete(connection) !== true || user.opening.size > 0) return;
    user.opening = undefined;
    user.left = undefined;
    user.isShowingTold = false;
  }

  /** No members any more. */
  takeOff(stream: Stream, users: readonly UserId[]): void {
    for (const id of users) {
      const user = this.user(stream.app, id);
      // Who is not here may still be asked for.
      if (user !== undefined && !stream.users.has(user)) continue;
      if (user !== undefined) this.#exit(user, stream);
      this.#parts.presence.left(id, stream);
    }
  }

  #open(of: Pick<StreamEmission, 'app' | 'conversation' | 'kind'>): Stream {
    let stream = this.stream(of.app, of.conversation);
    if (stream === undefined) {
      stream = new Stream(of.app, of.conversation, of.kind);
      this.#streams.set(of.app, of.conversation, stream);
    }
    return stream;
  }

  /** At once, when nothing older than `version` can come any more; else before the first Change of `version` or later. */
  #enterAt(version: number, user: LocalUser, stream: Stream): boolean {
    const { order } = stream;
    if (order.version === undefined || order.version >= version) return this.#enter(user, stream);
    stream.enterAt(version, user);
    return false;
  }

  letIn(user: LocalUser, stream: Stream): void {
    if (this.#enter(user, stream)) this.#parts.presence.changed(user, [stream]);
  }

  #enter(user: LocalUser, stream: Stream): boolean {
    if (stream.users.has(user)) return false;
    stream.users.add(user);
    if (!user.showsAll) stream.hiding += 1;
    user.streams.push(stream);
    if (stream.hasTopic) this.#subscribe(user, stream);
    return true;
  }

  /** From its next Change on a stream that goes to all, and is heard by two sockets, goes through a native topic. */
  gather(stream: Stream): void {
    if (!stream.isForAll || stream.hasTopic || !isHeardByTwo(stream)) return;
    stream.hasTopic = true;
    for (const user of stream.users) this.#subscribe(user, stream);
  }

  #subscribe(user: LocalUser, stream: Stream): void {
    for (const connection of user.connections) this.#parts.topics.subscribe(connection, stream);
  }

  #exit(user: LocalUser, stream: Stream): void {
    const index = user.streams.indexOf(stream);
    if (index >= 0) user.streams.splice(index, 1);
    this.#leave(user, stream);
  }

  #leave(user: LocalUser, stream: Stream): void {
    if (stream.users.delete(user) && !user.showsAll) stream.hiding -= 1;
    if (stream.hasTopic)
      for (const connection of user.connections) this.#parts.topics.unsubscribe(connection, stream);
    if (stream.isUnheard) this.forget(stream);
  }

  forget(stream: Stream): void {
    if (this.holds(stream)) this.#streams.delete(stream.app, stream.conversation);
  }
}

/** By a socket that is open: whoever is only opening pulls afterwards. */
function isHeardBefore({ users }: Stream, user: LocalUser): boolean {
  for (const one of users) {
    if (one !== user) return true;
    if (one.connections.some((socket) => one.opening?.has(socket) !== true)) return true;
  }
  return false;
}

function isHeardByTwo({ users }: Stream): boolean {
  let sockets = 0;
  for (const { connections } of users) {
    sockets += connections.length;
    if (sockets > 1) return true;
  }
  return false;
}
