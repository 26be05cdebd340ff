// The local routing table: which sockets hear which stream. It takes committed emissions from the bus and delivers each
// stream in dense version order, once encoded per codec, through the runtime's native publish; nothing is awaited here and
// nothing is allocated per recipient of a topic. It must not know operations, rows' meaning or the database; what it lacks
// it asks of `repair.ts`. Keeps sync.md 9 (second alternative), 10 and 11.
// Longer than most files: who hears a stream and when a user stops hearing it must be read in one place.
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  selfOf,
  Conversation_Kind as Kind,
  OperationError,
  Reason_Code,
  type AppId,
  type Change,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import type { Caller, Membership } from '../dispatch.ts';
import type { Emission, LiveEmission, RevokeEmission, StreamEmission } from '../ports/bus.ts';
import { changeEvent, encodeFor, staleEvent, type Encoded } from './encoded.ts';
import { bareChange, mergeChanges } from './merge.ts';
import type { Presence } from './presence.ts';
import { audienceOf, goesWith, isRepaired } from './routing.ts';
import { Told } from './told.ts';
import type { Topics } from './topics.ts';
import type { Turn } from './turn.ts';
import { Stream, type LocalUser, type Recipient } from './local.ts';

interface HubParts {
  readonly topics: Topics;
  readonly turn: Turn;
  readonly presence: Presence;
  readonly mostSocketsPerUser: number;
  /** The hub has noticed a gap. */
  readonly onGap: (stream: Stream) => void;
  readonly report: (problem: string, cause: unknown) => void;
}

export class Hub {
  readonly #parts: HubParts;
  readonly #users = new Map<string, LocalUser>();
  readonly #streams = new Map<string, Stream>();
  /** Streams with emissions that came since the last flush. */
  readonly #stirred = new Set<Stream>();
  readonly #live: LiveEmission[] = [];
  readonly #told = new Told();

  constructor(parts: HubParts) {
    this.#parts = parts;
    parts.turn.onFlush({
      toUsers: () => this.#deliverToUsers(),
      toTopics: () => this.#publishTopics(),
    });
  }

  get streams(): Iterable<Stream> {
    return this.#streams.values();
  }

  get userCount(): number {
    return this.#users.size;
  }

  stream(app: AppId, conversation: ConversationId): Stream | undefined {
    return this.#streams.get(keyOf(app, conversation));
  }

  user(app: AppId, user: UserId): LocalUser | undefined {
    return this.#users.get(keyOf(app, user));
  }

  /** The bus's handler. Only notes; delivery happens when the turn is flushed. */
  receive(emission: Emission): void {
    switch (emission.type) {
      case 'stream':
        return this.#receiveStream(emission);
      case 'live':
        this.#live.push(emission);
        return this.#parts.turn.schedule();
      case 'revoke':
        return this.#revoke(emission);
      case 'presence':
        // Not for sockets: the gateway gives it to elsewhere.ts.
        return undefined;
    }
  }

  /** A reply carries this Change, the very one that is about to be published. */
  noteTold(change: Change, connection: Recipient): void {
    this.#told.note(change, connection);
  }

  /** Binds the identity and puts the socket under its user: from now on it hears SELF and direct messages. */
  logIn(connection: Recipient, app: AppId, caller: Caller): void {
    const key = keyOf(app, caller.user);
    let user = this.#users.get(key);
    if (user !== undefined && user.connections.length >= this.#parts.mostSocketsPerUser)
      throw new OperationError('CAPACITY', 'This user has too many sockets open.');
    if (user === undefined) {
      user = {
        app,
        id: caller.user,
        connections: [],
        streams: new Set(),
        opening: undefined,
        left: undefined,
      };
      this.#users.set(key, user);
    }
    user.connections.push(connection);
    (user.opening ??= new Set()).add(connection);
    connection.bind(user, caller.device);
    this.#enter(user, this.#open({ app, conversation: selfOf(caller.user), kind: Kind.SELF }));
    for (const stream of user.streams) this.#parts.topics.subscribe(connection, stream);
    if (user.connections.length === 1) this.#parts.presence.changed(user, user.streams);
  }

  /** Puts the connection's user on conversations; versions are heads read after logIn. */
  subscribe(connection: Recipient, memberships: readonly Membership[]): void {
    const user = connection.user;
    if (user === undefined) return;
    const entered: Stream[] = [];
    for (const { conversation, kind, version } of memberships) {
      // Removed after the memberships were read: that event has gone by, and there will be no other.
      if ((user.left?.get(conversation) ?? -1) > version) continue;
      const stream = this.#open({ app: user.app, conversation, kind });
      stream.order.start(version);
      if (this.#enterAt(version, user, stream)) entered.push(stream);
    }
    this.#opened(user, connection);
    this.#parts.presence.changed(user, entered);
  }

  /** The socket is gone: native topics went with it, the rest is dropped here. */
  drop(connection: Recipient): void {
    const user = connection.user;
    this.#parts.presence.forget(connection);
    if (user === undefined) return;
    const index = user.connections.indexOf(connection);
    if (index >= 0) user.connections.splice(index, 1);
    this.#opened(user, connection);
    if (user.connections.length > 0) return;
    this.#users.delete(keyOf(user.app, user.id));
    this.#parts.presence.changed(user, user.streams);
    for (const stream of user.streams) this.#exit(user, stream);
  }

  /** A slow socket leaves the topics of the latest class and comes back on them when it has drained. */
  setSlow(connection: Recipient, slow: boolean): void {
    connection.slow = slow;
    this.#parts.presence.setSlow(connection, slow);
    if (!slow) connection.send(encodeFor(connection.codec, staleEvent()));
  }

  /** Says that a conversation is there no more, e.g. its deletion was lost and its rows are purged. */
  end(stream: Stream): void {
    const { conversation, order } = stream;
    const base = order.version ?? 0;
    const change = create(ChangeSchema, {
      conversation,
      base,
      version: base + 1,
      gone: Reason_Code.NOT_FOUND,
    });
    this.#toUsers(stream.users, changeEvent(change));
    stream.takeEntering(Infinity);
    for (const user of stream.users) this.#exit(user, stream);
  }

  /** The hub has not been told where a stream stands: clients find out by a pull. */
  announceBare(stream: Stream, version: number): void {
    const base = stream.order.version ?? 0;
    stream.order.version = version;
    this.#toUsers(stream.users, changeEvent(bareChange(stream.conversation, base, version)));
  }

  #receiveStream(emission: StreamEmission): void {
    let stream = this.#streams.get(keyOf(emission.app, emission.conversation));
    stream ??= this.#openForAudience(emission);
    if (stream === undefined) return this.#noteLeft(emission);
    stream.order.receive(emission);
    this.#stirred.add(stream);
    this.#parts.turn.schedule();
  }

  /** A direct conversation that a user here was given while its socket was still opening. */
  #openForAudience(emission: StreamEmission): Stream | undefined {
    const users = emission.audience
      .map((id) => this.user(emission.app, id))
      .filter((user) => user !== undefined);
    if (users.length === 0) return undefined;
    const stream = this.#open(emission);
    for (const user of users) this.#enter(user, stream);
    return stream;
  }

  /** First half of a flush: what goes to users' sockets joins the replies in one write. SELF comes before all others. */
  #deliverToUsers(): void {
    for (const stream of this.#stirred) if (stream.kind === Kind.SELF) this.#tryDeliver(stream);
    for (const stream of this.#stirred) if (!stream.hasTopic) this.#tryDeliver(stream);
    for (const emission of this.#live.splice(0)) this.#deliverLive(emission);
  }

  /** Second half: topics, after every reply of this turn is written. */
  #publishTopics(): void {
    for (const stream of this.#stirred) this.#tryDeliver(stream);
    this.#told.clear();
    this.#parts.presence.flush();
  }

  /** A Change that cannot be encoded is our bug and must not stop the others: its clients see the gap and pull. */
  #tryDeliver(stream: Stream): void {
    this.#stirred.delete(stream);
    try {
      this.#deliver(stream);
    } catch (cause) {
      this.#parts.report(`a change of ${stream.conversation} could not be delivered`, cause);
    }
  }

  #deliver(stream: Stream): void {
    let run: StreamEmission[] = [];
    for (const emission of stream.order.takeReady()) {
      for (const joined of emission.joined) this.#join(emission, joined);
      const entering = stream.takeEntering(emission.change.version ?? 0);
      const isCut =
        entering.length > 0 || !(run[0] === undefined || goesWith(stream, run[0], emission));
      // Before this Change: whoever becomes a member by it hears nothing of what was before.
      if (isCut) {
        this.#publish(stream, run);
        run = [];
        for (const user of entering) this.#letIn(user, stream);
      }
      if (isRepaired(emission)) this.#takeOffBefore(stream, emission);
      run.push(emission);
      // After this Change and before the next: whoever is no member any more hears nothing further.
      if (emission.left.length > 0) {
        this.#publish(stream, run);
        run = [];
        this.#noteLeft(emission);
        this.#takeOff(stream, emission.left);
      }
    }
    this.#publish(stream, run);
    if (stream.isUnheard) this.#forget(stream);
    else if (stream.order.hasGap) this.#parts.onGap(stream);
  }

  #publish(stream: Stream, run: readonly StreamEmission[]): void {
    if (run.length === 0) return;
    const change = mergeChanges(run.map((emission) => emission.change));
    const event = changeEvent(change);
    if (stream.hasTopic) this.#parts.topics.publish(stream, event);
    // On a topic nobody can be left out.
    else this.#toUsers(audienceOf(stream, run), event, this.#told.knowerOf(run));
    if (change.head?.deleted)
      this.#takeOff(
        stream,
        [...stream.users].map((user) => user.id),
      );
  }

  #join(
    { app, audience }: StreamEmission,
    { conversation, kind, version }: StreamEmission['joined'][number],
  ): void {
    for (const id of audience) {
      const user = this.user(app, id);
      if (user === undefined) continue;
      const stream = this.#open({ app, conversation, kind });
      // Nobody here heard it so far. A direct conversation has no past that its members may not see.
      if (stream.hasTopic) stream.order.start(version);
      if (this.#enterAt(version, user, stream)) this.#parts.presence.changed(user, [stream]);
    }
  }

  /** For sockets whose memberships are being read at this moment. */
  #noteLeft({ app, conversation, left, change }: StreamEmission): void {
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
  }

  #takeOff(stream: Stream, users: readonly UserId[]): void {
    for (const id of users) {
      const user = this.user(stream.app, id);
      if (user === undefined || !stream.users.has(user)) continue;
      this.#exit(user, stream);
      this.#parts.presence.left(user, stream);
    }
  }

  /**
   * A repaired difference may hold what was said after somebody was removed. That user gets the removal alone.
   */
  #takeOffBefore(stream: Stream, { change, left }: StreamEmission): void {
    for (const id of left) {
      const user = this.user(stream.app, id);
      if (user === undefined || !stream.users.has(user)) continue;
      const members = change.members.filter((member) => member.user === id);
      const { conversation, base, version } = change;
      const last = create(ChangeSchema, { conversation, members });
      last.base = base ?? 0;
      last.version = members[0]?.version ?? version ?? 0;
      this.#toUsers([user], changeEvent(last));
    }
    this.#takeOff(stream, left);
  }

  #deliverLive({ app, to, event }: LiveEmission): void {
    if ('watchers' in to) {
      const stream = this.stream(app, to.watchers);
      if (stream !== undefined) this.#parts.topics.publishToWatchers(stream, { event });
      return;
    }
    const users =
      'user' in to ? [this.user(app, to.user)] : (this.stream(app, to.members)?.users ?? []);
    const encoded: Encoded = { event };
    for (const user of users)
      for (const connection of user?.connections ?? [])
        if (!connection.slow) connection.send(encodeFor(connection.codec, encoded));
  }

  #toUsers(users: Iterable<LocalUser>, encoded: Encoded, except?: Recipient): void {
    for (const user of users)
      for (const connection of user.connections)
        if (connection !== except) connection.send(encodeFor(connection.codec, encoded));
  }

  #open(of: Pick<StreamEmission, 'app' | 'conversation' | 'kind'>): Stream {
    const key = keyOf(of.app, of.conversation);
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      stream = new Stream(of.app, of.conversation, of.kind);
      this.#streams.set(key, stream);
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

  #letIn(user: LocalUser, stream: Stream): void {
    if (this.#enter(user, stream)) this.#parts.presence.changed(user, [stream]);
  }

  #enter(user: LocalUser, stream: Stream): boolean {
    if (stream.users.has(user)) return false;
    stream.users.add(user);
    user.streams.add(stream);
    for (const connection of user.connections) this.#parts.topics.subscribe(connection, stream);
    return true;
  }

  #exit(user: LocalUser, stream: Stream): void {
    stream.users.delete(user);
    user.streams.delete(stream);
    for (const connection of user.connections) this.#parts.topics.unsubscribe(connection, stream);
    if (stream.isUnheard) this.#forget(stream);
  }

  #forget(stream: Stream): void {
    const key = keyOf(stream.app, stream.conversation);
    if (this.#streams.get(key) === stream) this.#streams.delete(key);
    this.#stirred.delete(stream);
  }

  #revoke({ app, device }: RevokeEmission): void {
    for (const user of this.#users.values()) {
      if (user.app !== app) continue;
      for (const connection of user.connections.slice())
        if (connection.device === device) connection.close('REVOKED');
    }
  }
}

function keyOf(app: AppId, id: string): string {
  return `${app}/${id}`;
}
