// Delivery: takes committed emissions from the bus and gives each stream in dense version order, once encoded per codec,
// through the runtime's native publish, to those who hear it (routes.ts); nothing is awaited here and nothing is allocated
// per recipient of a topic. It must not know operations, rows' meaning or the database; what it lacks it asks of
// `repair.ts`. Keeps sync.md 9 (second alternative), 10 and 11.
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  Conversation_Kind as Kind,
  Reason_Code,
  type Change,
} from '@hubbub/protocol';
import type {
  DisabledEmission,
  Emission,
  LiveEmission,
  RevokeEmission,
  StreamEmission,
  TypingEmission,
} from '../ports/bus.ts';
import { changeEvent, encodeFor, staleEvent, type Encoded } from './encoded.ts';
import { GameTopics } from './game-topics.ts';
import type { LocalUser, Recipient, Stream } from './local.ts';
import { bareChange, mergeChanges } from './merge.ts';
import { audienceOf, goesWith, isRepaired } from './routing.ts';
import { Routes, type RoutesParts } from './routes.ts';
import { Told } from './told.ts';
import { Typing } from './typing.ts';
import type { Turn } from './turn.ts';

interface HubParts extends RoutesParts {
  readonly turn: Turn;
  /** Milliseconds, monotonic. */
  readonly elapsed: () => number;
  /** The hub has noticed a gap. */
  readonly onGap: (stream: Stream) => void;
  readonly report: (problem: string, cause: unknown) => void;
}

export class Hub {
  readonly #parts: HubParts;
  readonly routes: Routes;
  /** Streams with emissions that came since the last flush. */
  readonly #stirred = new Set<Stream>();
  readonly #live: (LiveEmission | TypingEmission)[] = [];
  readonly #told = new Told();
  readonly #games: GameTopics;
  readonly #typing: Typing;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.routes = new Routes(parts);
    this.#games = new GameTopics(parts.topics);
    this.#typing = new Typing(parts.elapsed);
    parts.turn.onFlush({
      toUsers: () => this.#deliverToUsers(),
      toTopics: () => this.#publishTopics(),
    });
  }

  /** The bus's handler. Only notes; delivery happens when the turn is flushed. */
  receive(emission: Emission): void {
    switch (emission.type) {
      case 'stream':
        return this.#receiveStream(emission);
      case 'live':
      case 'typing':
        this.#live.push(emission);
        return this.#parts.turn.schedule();
      case 'game':
        return this.#games.tell(emission, this.routes);
      case 'gameAudience':
        return this.#games.seat(emission, this.routes);
      case 'revoke':
        return this.#revoke(emission);
      case 'disabled':
        return this.#disable(emission);
      case 'parted':
        return this.#parts.presence.part(emission);
      case 'showing':
        return this.#parts.presence.chosen(emission);
      case 'gameCall':
      case 'presence':
      case 'attention':
        // Not for sockets.
        return undefined;
      case 'log':
      case 'apps':
        // Nor these: the server gives them to those who know the apps and their logs.
        return undefined;
    }
  }

  /** A reply carries this Change, the very one that is about to be published. */
  noteTold(change: Change, connection: Recipient): void {
    this.#told.note(change, connection);
  }

  /** A slow socket leaves the topics of the latest class and comes back on them when it has drained. */
  setSlow(connection: Recipient, slow: boolean): void {
    connection.slow = slow;
    this.#parts.presence.setSlow(connection);
    this.#games.setSlow(connection, slow);
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
    this.#takeAllOff(stream);
  }

  /** The hub has not been told where a stream stands: clients find out by a pull. */
  announceBare(stream: Stream, version: number): void {
    const base = stream.order.version ?? 0;
    stream.order.version = version;
    this.#toUsers(stream.users, changeEvent(bareChange(stream.conversation, base, version)));
  }

  #receiveStream(emission: StreamEmission): void {
    let stream = this.routes.stream(emission.app, emission.conversation);
    stream ??= this.routes.openForAudience(emission);
    if (stream === undefined) return this.routes.noteLeft(emission);
    stream.order.receive(emission);
    this.#stirred.add(stream);
    this.#parts.turn.schedule();
  }

  /** First half of a flush: what goes to users' sockets joins the replies in one write. SELF comes before all others. */
  #deliverToUsers(): void {
    for (const stream of this.#stirred) if (stream.kind === Kind.SELF) this.#tryDeliver(stream);
    for (const stream of this.#stirred) if (!stream.hasTopic) this.#tryDeliver(stream);
    for (const emission of this.#live.splice(0))
      if (emission.type === 'typing') this.#typing.tell(emission, this.routes);
      else this.#deliverLive(emission);
  }

  /** Second half: topics, after every reply of this turn is written. */
  #publishTopics(): void {
    for (const stream of this.#stirred) this.#tryDeliver(stream);
    this.#told.clear();
    this.#games.flushed();
    this.#parts.presence.flush();
  }

  /** A Change that cannot be encoded is our bug and must not stop the others: its clients see the gap and pull. */
  #tryDeliver(stream: Stream): void {
    this.#stirred.delete(stream);
    try {
      if (this.routes.holds(stream)) this.#deliver(stream);
    } catch (cause) {
      this.#parts.report(`a change of ${stream.conversation} could not be delivered`, cause);
    }
  }

  #deliver(stream: Stream): void {
    let run: StreamEmission[] = [];
    for (const emission of stream.order.takeReady()) {
      for (const joined of emission.joined) this.routes.join(emission, joined);
      const entering = stream.takeEntering(emission.change.version ?? 0);
      const isCut =
        entering.length > 0 || !(run[0] === undefined || goesWith(stream, run[0], emission));
      // Before this Change: whoever becomes a member by it hears nothing of what was before.
      if (isCut) {
        this.#publish(stream, run);
        run = [];
        for (const user of entering) this.routes.letIn(user, stream);
      }
      if (isRepaired(emission)) this.#takeOffBefore(stream, emission);
      run.push(emission);
      // After this Change and before the next: whoever is no member any more hears nothing further.
      if (emission.left.length > 0) {
        this.#publish(stream, run);
        run = [];
        this.routes.noteLeft(emission);
        this.routes.takeOff(stream, emission.left);
      }
    }
    this.#publish(stream, run);
    if (stream.isUnheard) return this.routes.forget(stream);
    // Not before: a topic that began in the middle would overtake what waits for its sockets.
    this.routes.gather(stream);
    if (stream.order.hasGap) this.#parts.onGap(stream);
  }

  #publish(stream: Stream, run: readonly StreamEmission[]): void {
    if (run.length === 0) return;
    const change = mergeChanges(run.map((emission) => emission.change));
    const event = changeEvent(change);
    if (stream.hasTopic) this.#parts.topics.publish(stream, event);
    // What goes to all goes to the sender too, as on a topic, where nobody can be left out.
    else if (stream.isForAll) this.#toUsers(stream.users, event);
    else this.#toUsers(audienceOf(stream, run), event, this.#told.knowerOf(run));
    if (change.head?.deleted) this.#takeAllOff(stream);
  }

  #takeAllOff(stream: Stream): void {
    const users = [...stream.users].map(({ id }) => id);
    this.routes.takeOff(stream, users);
  }

  /**
   * A repaired difference may hold what was said after somebody was removed. That user gets the removal alone.
   */
  #takeOffBefore(stream: Stream, { change, left }: StreamEmission): void {
    for (const id of left) {
      const user = this.routes.user(stream.app, id);
      if (user === undefined || !stream.users.has(user)) continue;
      const members = change.members.filter((member) => member.user === id);
      const { conversation, base, version } = change;
      // Of a difference without rows the removal is pulled: nothing else will ever tell of it.
      const last = create(ChangeSchema, { conversation, members, bare: members.length === 0 });
      last.base = base ?? 0;
      last.version = members[0]?.version ?? version ?? 0;
      this.#toUsers([user], changeEvent(last));
    }
    this.routes.takeOff(stream, left);
  }

  #deliverLive({ app, to, event }: LiveEmission): void {
    if ('watchers' in to) {
      const stream = this.routes.stream(app, to.watchers);
      if (stream !== undefined) this.#parts.topics.publishToWatchers(stream, { event });
      return;
    }
    if ('askers' in to) return this.#parts.presence.tell(app, to.askers, { event });
    const users =
      'user' in to
        ? [this.routes.user(app, to.user)]
        : (this.routes.stream(app, to.members)?.users ?? []);
    const except = 'members' in to ? to.except : undefined;
    const encoded: Encoded = { event };
    for (const user of users) {
      if (user !== undefined && except?.includes(user.id)) continue;
      for (const connection of user?.connections ?? [])
        if (!connection.slow) connection.send(encodeFor(connection.codec, encoded));
    }
  }

  #toUsers(users: Iterable<LocalUser>, encoded: Encoded, except?: Recipient): void {
    for (const user of users)
      for (const connection of user.connections)
        if (connection !== except) connection.send(encodeFor(connection.codec, encoded));
  }

  #revoke({ app, device, user, why }: RevokeEmission): void {
    const whose = user === undefined ? this.routes.users : [this.routes.user(app, user)];
    for (const local of whose) {
      if (local?.app !== app) continue;
      for (const connection of local.connections.slice())
        if (connection.device === device) connection.close(why ?? 'REVOKED');
    }
  }

  #disable({ app, user }: DisabledEmission): void {
    const local = this.routes.user(app, user);
    for (const connection of local?.connections.slice() ?? []) connection.close('DISABLED');
  }
}
