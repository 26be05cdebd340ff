// What is told of who is here. Changes are noted and told once per turn, as it is then: somebody who reconnects within a turn was
// never away. In groups and rooms it goes by the topic to who sees all of them, one by one to who is apart from somebody.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { CountSchema, PresenceSchema, type AppId, type UserId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import type { Askers } from './askers.ts';
import { subjectOf } from './elsewhere.ts';
import { encodeFor, type Encoded } from './encoded.ts';
import type { Here } from './here.ts';
import type { Stream, Watched } from './local.ts';
import { eventOf, isApart, sayStale, tellEach } from './sight.ts';
import type { Topics } from './topics.ts';

/** Above this many users here only the count is told: a storm of arrivals would cost users squared. */
export const mostTold = 200;
/** From here on each is told again: not at once, so that a few who come and go do not make all ask again and again. */
const fewAgain = 180;
/** Where more than this many look, who came and went is told together, once in this time. */
const fewWatchers = 50;
const gatherMs = 1000;

export interface NewsParts {
  readonly topics: Topics;
  readonly schedule: () => void;
  readonly clock: Pick<Clock, 'now' | 'elapsed' | 'after'>;
}

interface Subjects {
  readonly here: Here;
  /** Who has subscribed to single users. */
  readonly askers: Askers;
}

export class PresenceNews {
  readonly #here: Here;
  readonly #askers: Askers;
  readonly #changes = new Map<Stream, Set<UserId>>();
  readonly #users = new Map<string, { app: AppId; user: UserId }>();
  #counter = 0;
  #isGathering = false;

  constructor(
    private readonly parts: NewsParts,
    { here, askers }: Subjects,
  ) {
    this.#here = here;
    this.#askers = askers;
  }

  /** The user came to the stream, or left it. */
  note(stream: Stream, user: UserId): void {
    if (stream.watched === undefined) return;
    const users = this.#changes.get(stream);
    if (users === undefined) this.#changes.set(stream, new Set([user]));
    else users.add(user);
    this.parts.schedule();
  }

  /** The user came, or went. */
  noteUser(app: AppId, user: UserId): void {
    const key = subjectOf(app, user);
    if (!this.#askers.has(key)) return;
    this.#users.set(key, { app, user });
    this.parts.schedule();
  }

  /** Tells what changed since the last flush. */
  flush(): void {
    for (const [stream, users] of this.#changes) {
      if (stream.watched !== undefined && this.#isEarly(stream.watched)) continue;
      this.#changes.delete(stream);
      if (stream.watched !== undefined) this.#tellStream(stream, stream.watched, users);
    }
    this.#here.elsewhere?.flush();
    if (this.#users.size === 0) return;
    for (const { app, user } of this.#users.values()) this.#tellAskers(app, user);
    this.#users.clear();
  }

  /** Many look, and were told just now. */
  #isEarly({ watchers, toldAt }: Watched): boolean {
    const { clock, schedule } = this.parts;
    const rest = toldAt + gatherMs - clock.elapsed();
    if (rest <= 0 || watchers.size <= fewWatchers) return false;
    if (!this.#isGathering)
      clock.after(rest, () => {
        this.#isGathering = false;
        schedule();
      });
    this.#isGathering = true;
    return true;
  }

  /** Who came and went meanwhile they were not told. */
  #sayStale(stream: Stream, { watchers }: Watched): void {
    for (const connection of watchers)
      if (connection.watching.get(stream) === true) sayStale(connection);
  }

  #tellStream(stream: Stream, watched: Watched, users: ReadonlySet<UserId>): void {
    const { conversation } = stream;
    watched.toldAt = this.parts.clock.elapsed();
    const counter = ++this.#counter;
    const count = this.#here.countOf(stream);
    const wasCounted = watched.isCounted;
    watched.isCounted = count > (wasCounted ? fewAgain : mostTold);
    if (wasCounted && !watched.isCounted) return this.#sayStale(stream, watched);
    const told = new Map<UserId, Encoded>();
    if (!watched.isCounted)
      for (const user of users) {
        const online = this.#here.isInStream(stream, user);
        const value = create(PresenceSchema, { user, online, counter, conversation });
        told.set(user, eventOf({ case: 'presence', value }));
      }
    const counted = (count: number) =>
      eventOf({ case: 'count', value: create(CountSchema, { conversation, count, counter }) });
    for (const event of [...told.values(), counted(count)])
      this.parts.topics.publishToWatchers(stream, event);
    for (const connection of watched.watchers) {
      const { user: watcher } = connection;
      if (watcher === undefined || !isApart(connection, stream) || connection.slow) continue;
      // Not even that the count is what it was: somebody has come or gone.
      if ([...users].every((user) => watcher.apart.has(user))) continue;
      for (const [user, event] of told)
        if (!watcher.apart.has(user)) connection.send(encodeFor(connection.codec, event));
      const event = counted(this.#here.countFor(watcher, stream));
      connection.send(encodeFor(connection.codec, event));
    }
  }

  #tellAskers(app: AppId, user: UserId): void {
    const online = this.#here.isOnline(app, user);
    const seenAt = online ? undefined : timestampFromMs(this.parts.clock.now());
    const counter = ++this.#counter;
    const value = create(PresenceSchema, { user, online, counter, ...(seenAt && { seenAt }) });
    tellEach(this.#askers.of(subjectOf(app, user)), eventOf({ case: 'presence', value }));
  }
}
