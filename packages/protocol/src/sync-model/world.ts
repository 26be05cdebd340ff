// The model put together: one server, several clients, a network that loses, repeats and reorders. `apply` does one step;
// `findFault` says in words what contradicts docs/sync.md, or nothing.
import { Reason_Code, selfOf, type Change, type UserId } from '../index.ts';
import type { Replica, takeChange } from '../replica/replica.ts';
import { countAfter, ownPlace } from '../replica/own.ts';
import { effectiveRead, unread } from '../unread.ts';
import { ModelClient, type ClientFault } from './client.ts';
import { ModelServer, type Committed, type ServerFault } from './server.ts';
import type { Stream } from './stream.ts';

/** What is done to the message that is `which` before the newest. */
type MessageStep = 'recall' | 'edit' | 'react' | 'pin' | 'hide' | 'clear';

export type Step =
  | {
      readonly do: 'create' | 'join' | 'leave' | 'send' | 'rename' | 'delete' | 'history' | 'whole';
      readonly client: number;
      readonly room: number;
    }
  | {
      readonly do: 'kick' | 'mute' | 'call' | 'mark' | MessageStep;
      readonly client: number;
      readonly room: number;
      readonly which: number;
    }
  | {
      readonly do: 'connect' | 'disconnect' | 'restart' | 'shorten' | 'tick';
      readonly client: number;
    }
  | {
      readonly do: 'deliver' | 'lose' | 'repeat' | 'repair';
      readonly client: number;
      readonly at: number;
    }
  | { readonly do: 'restore' };

export interface Faults {
  readonly server?: ServerFault;
  readonly client?: ClientFault;
  readonly take?: typeof takeChange;
}

const users = ['usr_00000000001', 'usr_00000000002', 'usr_00000000003'] as UserId[];
const rooms = ['cnv_0000000000a', 'cnv_0000000000b'];
const mostQuietRounds = 200;

export class World {
  readonly server: ModelServer;
  readonly clients: ModelClient[];
  #messages = 0;
  #fault: string | undefined;

  /** Two clients of the first user, one of each other. */
  constructor(faults: Faults = {}) {
    this.server = new ModelServer(
      users,
      { newest: 3, pageRows: 4, mostDifference: 12 },
      faults.server,
    );
    const { take, client: fault } = faults;
    const broken = { fault, ...(take === undefined ? {} : { take }) };
    this.clients = [...users, ...users.slice(0, 1)].map(
      (user) => new ModelClient(user, this.server, broken),
    );
  }

  apply(step: Step): void {
    if (step.do === 'restore') {
      this.server.restore(rooms);
      // A process that finds another epoch closes its sockets.
      for (const client of this.clients) client.disconnect();
      return;
    }
    const client = this.clients[step.client % this.clients.length];
    if (client === undefined) return;
    if ('room' in step) this.#operate(step, client);
    else if ('at' in step) this.#disturb(step, client);
    else client[step.do]();
    this.#fault ??= this.#findUnseemly();
  }

  /** Everybody comes back and everything under way arrives: in order, whole. */
  settle(): void {
    for (const client of this.clients) client.disconnect();
    for (const client of this.clients) client.connect();
    this.settleOnline();
  }

  settleOnline(): void {
    for (let round = 0; round < mostQuietRounds; round += 1) {
      if (this.clients.every((client) => client.isQuiet)) return;
      for (const client of this.clients) {
        while (client.inbox.length > 0) client.deliver(0);
        client.tick();
      }
      this.#fault ??= this.#findUnseemly();
    }
    this.#fault ??= 'the clients never come to rest';
  }

  /** What was wrong on the way, or is now that everything has settled. */
  findFault(): string | undefined {
    return this.#fault ?? firstOf(this.clients, (client) => this.#findDifference(client));
  }

  #operate(step: Step & { client: number; room: number }, client: ModelClient): void {
    const { user } = client;
    const id = rooms[step.room % rooms.length] ?? '';
    if (step.do === 'history') return client.askHistory(id);
    if (step.do === 'whole') return client.askWhole(id);
    const committed = this.#commit(step, { user, id });
    // Rule 9, second way: the reply first, then one Change to all.
    client.receiveReply(committed);
    for (const { change, audience } of committed.emitted) {
      this.#fault ??= this.#findLeak(change.conversation, audience, change.base ?? 0);
      for (const other of this.clients)
        if (audience.includes(other.user)) {
          this.#fault ??= this.#findForeign(change, other.user);
          other.receiveEvent(change);
        }
    }
  }

  /** The network at work on what is under way to one client. */
  #disturb(step: { do: string; at: number }, client: ModelClient): void {
    if (client.inbox.length === 0) return;
    const at = step.at % client.inbox.length;
    const chosen = client.inbox[at];
    if (step.do === 'deliver') client.deliver(at);
    // Replies and answers come over one ordered stream or not at all: losing one is losing the connection.
    else if (chosen?.kind !== 'event') return;
    else if (step.do === 'lose') client.inbox.splice(at, 1);
    else if (step.do === 'repeat') client.inbox.push(chosen);
    else this.#repair(at, step.at, client);
  }

  /** The hub had missed it, and some before it: what it reads holds all that has happened since. */
  #repair(at: number, missed: number, client: ModelClient): void {
    const chosen = client.inbox[at];
    if (chosen?.kind !== 'event') return;
    const { conversation, base = 0 } = chosen.change;
    const change = this.server.repair(client.user, conversation, Math.max(0, base - missed));
    if (change === undefined) return;
    this.#fault ??= this.#findForeign(change, client.user);
    client.inbox.splice(at, 1, { kind: 'event', change });
  }

  /** A member is sent nothing from before it came in, whether it would be shown or not (docs/sync.md 7, 20). */
  #findForeign({ conversation, messages, notices }: Change, user: string): string | undefined {
    const stream = this.server.streams.get(conversation);
    if (stream?.isMember(user) !== true) return undefined;
    const isOwn =
      messages.every((row) => (row.seq ?? 0) >= stream.joinSeq(user)) &&
      notices.every((row) => stream.showsNotice(row, user));
    return isOwn ? undefined : `${user} is sent what was before joining ${conversation}`;
  }

  #commit(step: Step & { room: number }, { user, id }: { user: UserId; id: string }): Committed {
    const { server } = this;
    if (step.do === 'create') return server.create(user, id, step.room % 3 === 0);
    if (step.do === 'edit')
      return server.edit(user, id, { back: step.which, called: this.#called(step.which) });
    if (step.do === 'mute')
      return server.inRoom(user, id, (stream) =>
        stream.mute(users[step.which % users.length] ?? ''),
      );
    if ('which' in step && step.do !== 'kick' && step.do !== 'call')
      return server[step.do](user, id, step.which);
    if (step.do === 'kick') return this.#kick(user, id, users[step.which % users.length] ?? user);
    if (step.do === 'rename')
      return server.rename(user, id, `title ${server.streams.get(id)?.version ?? 0}`);
    if (step.do === 'send' || step.do === 'call') {
      this.#messages += 1;
      const called = 'which' in step ? this.#called(step.which) : '';
      return server.call(user, id, { clientMsgId: `m${this.#messages}`, called });
    }
    return server[step.do as 'join' | 'leave' | 'delete'](user, id);
  }

  #called(which: number): string {
    return ['', '*', ...users][(which + this.#messages) % (users.length + 2)] ?? '';
  }

  #kick(user: UserId, id: string, other: UserId): Committed {
    const isMember = this.server.streams.get(id)?.isMember(user) === true;
    return this.server.leave(isMember ? other : user, id, Reason_Code.KICKED);
  }

  /** Nobody gets a Change who was no member in (base, version] (docs/sync.md 11, 20). */
  #findLeak(id: string, audience: readonly string[], base: number): string | undefined {
    const stream = this.server.streams.get(id);
    const stranger = audience.find((user) => {
      const row = stream?.members.get(user);
      return (
        row === undefined || (row.left !== Reason_Code.UNSPECIFIED && (row.version ?? 0) <= base)
      );
    });
    return stranger === undefined ? undefined : `${stranger} is told of ${id} after leaving it`;
  }

  /** What must hold at any moment: no gap, nothing from before one's time, nothing that is not so. */
  #findUnseemly(): string | undefined {
    for (const client of this.clients)
      for (const [id, replica] of client.holdings.replicas) {
        const shown = client.shown(id);
        const isDense = shown.every((seq, i) => i === 0 || seq === (shown[i - 1] ?? 0) + 1);
        const end = shown.at(-1);
        if (!isDense || (end !== undefined && end !== replica.head.seq))
          return `${client.user} sees a gap in ${id}: ${shown.join()} of ${String(replica.head.seq)}`;
        const joinSeq = replica.head.own?.joinSeq ?? 0;
        if (replica.messages.some((row) => (row.seq ?? 0) < joinSeq))
          return `${client.user} sees what was before joining ${id}`;
      }
    return undefined;
  }

  #findDifference(client: ModelClient): string | undefined {
    const { user, holdings } = client;
    for (const stream of this.server.streams.values()) {
      const replica = holdings.replicas.get(stream.id);
      if (stream.isMember(user) !== (replica !== undefined))
        return `${user} ${replica === undefined ? 'misses' : 'still holds'} ${stream.id}`;
      const problem = replica === undefined ? undefined : differs(replica, stream, user);
      if (problem !== undefined) return `${user} in ${stream.id}: ${problem}`;
      const count =
        replica === undefined ? undefined : this.#differsUnread(client, replica, stream);
      if (count !== undefined) return count;
    }
    const unknown = [...holdings.replicas.keys()].find((id) => !this.server.streams.has(id));
    return unknown === undefined ? undefined : `${user} still holds ${unknown}`;
  }

  #differsUnread(
    { user, holdings }: ModelClient,
    replica: Replica,
    stream: Stream,
  ): string | undefined {
    const { own } = stream.ownHead(user, this.server.readSeq(user, stream.id));
    const self = holdings.replicas.get(selfOf(user));
    const place = ownPlace(replica, self);
    const counted = countAfter(replica, effectiveRead(place), user);
    const seq = replica.head.seq ?? 0;
    const mine = [unread({ ...place, seq, recalled: counted.recalled }), counted.mentions];
    const { recalled = 0, mentions = 0, joinSeq = 0 } = own ?? {};
    const real = [unread({ ...own, joinSeq, seq: stream.seq, recalled }), mentions];
    return mine.join() === real.join()
      ? undefined
      : `${user} counts ${mine.join()} unread and calls in ${stream.id}, not ${real.join()}`;
  }
}

function differs(replica: Replica, stream: Stream, user: string): string | undefined {
  const { head } = replica;
  if (replica.version !== stream.version)
    return `version ${replica.version}, not ${stream.version}`;
  if (head.title !== stream.title || head.seq !== stream.seq) return 'another head';
  if (head.own?.role !== stream.role(user)) return 'another role';
  if (head.memberCount !== stream.present().length) return 'another memberCount';
  // What one has cleared is not shown any more, and not kept up.
  for (const row of replica.messages)
    if ((row.seq ?? 0) >= stream.firstSeen(user) && row !== stream.messages.get(row.seq ?? 0))
      return `message ${String(row.seq)} is stale`;
  for (const row of replica.notices)
    if (!stream.rowsSince(0, user).some((own) => own.row === stream.notices.get(row.version ?? 0)))
      return 'a notice that is not for this member';
  for (const row of replica.members.values())
    if (row.version !== stream.members.get(row.user)?.version) return `member ${row.user} is stale`;
  for (const [name, row] of stream.items)
    if (replica.items.get(name)?.version !== row.version) return `item ${name} is stale`;
  return replica.whole ? differsWhole(replica, stream, user) : undefined;
}

/** A conversation that came whole has all members, and every notice in the range of its messages. */
function differsWhole(replica: Replica, stream: Stream, user: string): string | undefined {
  for (const other of stream.present())
    if (!replica.members.has(other)) return `member ${other} is missing`;
  const first = stream.firstSeen(user);
  for (const row of stream.notices.values()) {
    const anchor = row.anchor ?? 0;
    if (
      anchor >= Math.max(replica.from, first) &&
      !replica.notices.some((held) => held.version === row.version)
    )
      return 'a notice is missing';
  }
  return undefined;
}

function firstOf<T>(all: readonly T[], find: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
