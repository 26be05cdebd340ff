// Who is on the other nodes, of what somebody on this node looks at. A node asks for a subject when its first watcher comes;
// the others answer with everybody they have and from then on tell who comes and goes. The bus may lose any of it: with
// each beat a node says what it is interested in and a digest of what the others should know by now, and whoever
// differs asks again. A node that has not been heard for four beats is gone, and everybody on it.
import type { Clock } from '../ports/clock.ts';
import type { Emission, PresenceEmission, PresenceTold } from '../ports/bus.ts';
import { parseId, type AppId, type ConversationId, type UserId } from '@hubbub/protocol';

export interface ElsewhereParts {
  /** This node among the others; another one for every process. */
  readonly node: string;
  readonly beatMs: number;
  readonly clock: Clock;
  readonly publish: (emission: Emission) => void;
  /** Who of a subject is on this node. */
  readonly here: (subject: string) => Iterable<UserId>;
  readonly isHere: (subject: string, user: UserId) => boolean;
  /** These came or went on another node. */
  readonly changed: (subject: string, users: Iterable<UserId>) => void;
}

interface Peer {
  heardAt: number;
  interests: Set<string>;
  readonly here: Map<string, Set<UserId>>;
}

const patientBeats = 4;

export class Elsewhere {
  readonly #parts: ElsewhereParts;
  readonly #peers = new Map<string, Peer>();
  /** What somebody on this node looks at. */
  readonly #interests = new Set<string>();
  /** Came or went here since the last flush. */
  readonly #stirred = new Map<string, Set<UserId>>();
  readonly #asks = new Set<string>();
  readonly #stopBeats: () => void;
  #isStopped = false;

  constructor(parts: ElsewhereParts) {
    this.#parts = parts;
    this.#stopBeats = parts.clock.every(parts.beatMs, () => this.#beat());
    this.#beat();
  }

  /** Users of the subject on other nodes; some of them may be here as well. */
  users(subject: string): ReadonlySet<UserId> {
    let all: ReadonlySet<UserId> = new Set();
    for (const { here } of this.#peers.values()) {
      const some = here.get(subject);
      if (some !== undefined) all = all.size === 0 ? some : all.union(some);
    }
    return all;
  }

  has(subject: string, user: UserId): boolean {
    for (const { here } of this.#peers.values()) if (here.get(subject)?.has(user)) return true;
    return false;
  }

  watch(subject: string): void {
    if (this.#interests.has(subject)) return;
    this.#interests.add(subject);
    this.#asks.add(subject);
  }

  unwatch(subject: string): void {
    this.#interests.delete(subject);
    for (const { here } of this.#peers.values()) here.delete(subject);
  }

  /** Whether somebody on another node looks at it. */
  isWatched(subject: string): boolean {
    for (const { interests } of this.#peers.values()) if (interests.has(subject)) return true;
    return false;
  }

  /** Somebody came or went on this node. */
  stir(subject: string, user: UserId): void {
    const users = this.#stirred.get(subject);
    if (users === undefined) this.#stirred.set(subject, new Set([user]));
    else users.add(user);
  }

  /** Tells the others what was stirred, as it is now, and asks for what is new to this node. */
  flush(): void {
    if (this.#stirred.size === 0 && this.#asks.size === 0) return;
    const told: PresenceTold[] = [];
    for (const [subject, users] of this.#stirred) {
      const here = [...users].filter((user) => this.#parts.isHere(subject, user));
      const gone = [...users].filter((user) => !here.includes(user));
      told.push({ subject, whole: false, here, gone });
    }
    this.#publish({ told, asks: [...this.#asks] });
    this.#stirred.clear();
    this.#asks.clear();
  }

  /** Something of what the others said may have been lost. */
  askAgain(): void {
    this.#ask([...this.#interests]);
    this.#beat();
  }

  receive({ node, asks, told, beat, leaving }: PresenceEmission): void {
    if (node === this.#parts.node) return;
    if (leaving) return this.#forget(node);
    const peer = this.#heard(node);
    for (const one of told) this.#take(peer, one);
    for (const subject of asks) peer.interests.add(subject);
    const answers = asks.map((subject) => this.#everybody(subject));
    if (answers.length > 0) this.#publish({ told: answers });
    if (beat !== undefined) this.#compare(peer, beat);
  }

  /** Nobody is on this node any more. */
  stop(): void {
    this.#stopBeats();
    this.#publish({ leaving: true });
    this.#isStopped = true;
  }

  #heard(node: string): Peer {
    const heardAt = this.#parts.clock.elapsed();
    let peer = this.#peers.get(node);
    if (peer === undefined) {
      peer = { heardAt, interests: new Set(), here: new Map() };
      this.#peers.set(node, peer);
      // A node that begins does not know what the others look at.
      this.#ask([...this.#interests]);
    }
    peer.heardAt = heardAt;
    return peer;
  }

  #take(peer: Peer, { subject, whole, here, gone }: PresenceTold): void {
    if (!this.#interests.has(subject)) return;
    const before = peer.here.get(subject) ?? new Set<UserId>();
    const after = new Set(whole ? here : [...before, ...here]);
    for (const user of gone) after.delete(user);
    if (after.size === 0) peer.here.delete(subject);
    else peer.here.set(subject, after);
    const changed = before.symmetricDifference(after);
    if (changed.size > 0) this.#parts.changed(subject, changed);
  }

  #everybody(subject: string): PresenceTold {
    return { subject, whole: true, here: [...this.#parts.here(subject)], gone: [] };
  }

  #compare(peer: Peer, { interests, digests }: NonNullable<PresenceEmission['beat']>): void {
    peer.interests = new Set(interests);
    const asks: string[] = [];
    const listed = new Set<string>();
    for (const { subject, count, sum } of digests) {
      if (!this.#interests.has(subject)) continue;
      listed.add(subject);
      const mine = peer.here.get(subject) ?? new Set<UserId>();
      if (mine.size !== count || sumOf(mine) !== sum) asks.push(subject);
    }
    for (const subject of peer.here.keys())
      if (!listed.has(subject)) this.#take(peer, { subject, whole: true, here: [], gone: [] });
    this.#ask(asks);
  }

  #beat(): void {
    const { clock, beatMs } = this.#parts;
    const before = clock.elapsed() - beatMs * patientBeats;
    for (const [node, { heardAt }] of this.#peers) if (heardAt < before) this.#forget(node);
    const watched = new Set<string>();
    for (const { interests } of this.#peers.values()) for (const one of interests) watched.add(one);
    const digests = [...watched].flatMap((subject) => {
      const here = new Set(this.#parts.here(subject));
      return here.size === 0 ? [] : [{ subject, count: here.size, sum: sumOf(here) }];
    });
    this.#publish({ beat: { interests: [...this.#interests], digests } });
  }

  #forget(node: string): void {
    const peer = this.#peers.get(node);
    this.#peers.delete(node);
    for (const [subject, users] of peer?.here ?? []) this.#parts.changed(subject, users);
  }

  #ask(asks: readonly string[]): void {
    if (asks.length > 0) this.#publish({ asks });
  }

  #publish(what: Partial<PresenceEmission>): void {
    if (this.#isStopped) return;
    const { node, publish } = this.#parts;
    publish({ type: 'presence', node, asks: [], told: [], leaving: false, ...what });
  }
}

export function subjectOf(app: AppId, id: ConversationId | UserId): string {
  return `${app}/${id}`;
}

export function partsOf(subject: string): { app: AppId; id: string } {
  const at = subject.lastIndexOf('/');
  return { app: subject.slice(0, at) as AppId, id: subject.slice(at + 1) };
}

/** Order does not matter; 32 bits of random keys, so that two lists of one length hardly meet. */
function sumOf(users: ReadonlySet<UserId>): number {
  let sum = 0;
  for (const user of users) sum = (sum + ((parseId('usr', user) ?? 0) % 0x1_0000_0000)) >>> 0;
  return sum;
}
