// How a device comes to hold what the server holds (docs/sync.md 12 to 15): it takes Changes as they come, holds those that are
// too early, and pulls what is missing.
import { Replica, type Shown } from './replica.ts';
import type { Socket } from './socket.ts';
import { selfOf, type Change } from './wire.ts';

const holdMs = 300;
const mostAtOnce = 50;

interface Held {
  readonly change: Change;
  readonly since: number;
}

/** `delta`: what changed since; `fresh`: all of it. */
type Wanted = 'delta' | 'fresh';

export class Sync {
  readonly replicas = new Map<string, Replica>();
  private readonly self: string;
  private selfVersion = 0;
  private epoch = '';
  private readonly wanted = new Map<string, Wanted>();
  private readonly held = new Map<string, Held[]>();
  /** At which version the user's own removal was told: what is older cannot bring the conversation back. */
  private readonly left = new Map<string, number>();

  constructor(
    private readonly user: string,
    private readonly show: (conversation: string, shown: Shown) => void,
  ) {
    this.self = selfOf(user);
  }

  /** A Change of an event or of a write's answer. */
  take(change: Change): void {
    const { conversation } = change;
    if (conversation === this.self) return this.takeOwn(change);
    const replica = this.replicas.get(conversation);
    const me = change.members?.find(({ user }) => user === this.user);
    if (me?.left !== undefined) return this.leave(change);
    if (!replica || change.reset) {
      this.hold(change);
      return this.want(conversation, 'fresh');
    }
    if (change.version <= replica.version) return;
    // It may hold a going and a coming back, which live Changes do not tell apart.
    const isAnew = me !== undefined && me.version > replica.ownVersion;
    if (change.bare || isAnew) return this.want(conversation, 'delta');
    if (change.base > replica.version) return this.hold(change);
    this.apply(replica, change);
  }

  /** Everything that changed while nobody listened. */
  async reconnect(socket: Socket, epoch: string): Promise<void> {
    this.epoch = epoch;
    this.held.clear();
    const versions = new Map([...this.replicas].map(([id, { version }]) => [id, version]));
    versions.set(this.self, this.selfVersion);
    const known = [...versions]
      .map(([conversation, version]) => ({ conversation, version }))
      .toSorted((a, b) => (a.conversation < b.conversation ? -1 : 1));
    for (let after = ''; ;) {
      const rest = known.filter(({ conversation }) => conversation > after);
      const page = rest.slice(0, 500);
      const until = rest.length > page.length ? { until: page.at(-1)?.conversation } : {};
      const args = { epoch, known: page, ...until, ...(after !== '' && { after }) };
      const answer = await socket.call('sync.pull', args);
      // Nobody would ask again for what was missed.
      if (answer.outcome !== 'ok') return socket.close();
      for (const change of answer.body.changes ?? [])
        if (change.reset && change.conversation !== this.self)
          // In a list it has the newest message only.
          this.want(change.conversation, 'fresh');
        else await this.takePulled(socket, change, versions.get(change.conversation) ?? 0);
      after = answer.body.next ?? until.until ?? '';
      if (after === '') return;
    }
  }

  /** Pulls what is wanted or overdue, and the history of what is not whole. True when there was something to do. */
  async catchUp(socket: Socket): Promise<boolean> {
    const before = performance.now() - holdMs;
    for (const [conversation, held] of this.held)
      if (held.some(({ since }) => since < before)) this.want(conversation, 'delta');
    if (this.wanted.size > 0) await this.pullWanted(socket);
    const open = [...this.replicas].find(([, replica]) => !replica.isWhole);
    if (open) await this.extend(socket, ...open);
    return this.wanted.size > 0 || this.held.size > 0 || open !== undefined;
  }

  private async pullWanted(socket: Socket): Promise<void> {
    const now = [...this.wanted].slice(0, mostAtOnce).toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [conversation] of now) this.wanted.delete(conversation);
    const asked = new Map(now.map(([id]) => [id, this.versionOf(id)]));
    const known = now
      .filter(([id, wanted]) => wanted === 'delta' && this.versionOf(id) > 0)
      .map(([conversation]) => ({ conversation, version: asked.get(conversation) }));
    const only = now.map(([conversation]) => conversation);
    const answer = await socket.call('sync.pull', { epoch: this.epoch, known, only });
    if (answer.outcome !== 'ok') {
      for (const [id, wanted] of now) this.want(id, wanted);
      return;
    }
    const changes = answer.body.changes ?? [];
    for (const change of changes)
      await this.takePulled(socket, change, asked.get(change.conversation) ?? 0);
    // Nothing was missing, or nothing is left to be had.
    const told = new Set(changes.map(({ conversation }) => conversation));
    for (const id of only) if (!told.has(id)) this.held.delete(id);
  }

  private async takePulled(socket: Socket, first: Change, asked: number): Promise<void> {
    const change = first.more ? await this.rest(socket, first) : first;
    if (!change) return this.want(first.conversation, 'fresh');
    const { conversation, version } = change;
    if (conversation === this.self) {
      // The list that comes with it says where the user is in.
      if (!change.reset) this.readItems(change);
      this.selfVersion = change.reset ? version : Math.max(version, this.selfVersion);
      return;
    }
    const replica = this.replicas.get(conversation);
    if (change.gone !== undefined) {
      if ((replica?.version ?? 0) !== asked) return this.want(conversation, 'delta');
      this.drop(conversation);
      this.held.delete(conversation);
      return;
    }
    if (version < (this.left.get(conversation) ?? 0)) return;
    if (change.reset) this.takeReset(change, replica ?? new Replica(), asked);
    else if (replica && version > replica.version && change.base <= replica.version)
      this.apply(replica, change);
    this.takeHeld(conversation);
  }

  private takeReset(change: Change, replica: Replica, asked: number): void {
    const { conversation } = change;
    const shown = replica.reset(change, asked);
    if (shown === false) return this.want(conversation, 'fresh');
    this.replicas.set(conversation, replica);
    const me = change.members?.find(({ user }) => user === this.user);
    replica.ownVersion = Math.max(me?.version ?? 0, replica.ownVersion);
    if (shown !== true) this.show(conversation, shown);
  }

  /** Pages end at versions and are shown together. */
  private async rest(socket: Socket, first: Change): Promise<Change | undefined> {
    let whole = first;
    while (whole.more) {
      const { conversation, version } = whole;
      const known = [{ conversation, version }];
      const only = [conversation];
      const answer = await socket.call('sync.pull', { epoch: this.epoch, known, only });
      const page = answer.outcome === 'ok' ? answer.body.changes?.[0] : undefined;
      if (!page || page.reset || page.gone !== undefined) return undefined;
      const { more = false, version: reached } = page;
      const messages = [...(whole.messages ?? []), ...(page.messages ?? [])];
      const members = [...(whole.members ?? []), ...(page.members ?? [])];
      const items = [...(whole.items ?? []), ...(page.items ?? [])];
      whole = { ...whole, version: reached, more, messages, members, items };
    }
    return whole;
  }

  private async extend(socket: Socket, conversation: string, replica: Replica): Promise<void> {
    const { generation, low } = replica;
    const args = { conversation, before: low, limit: 100 };
    const answer = await socket.call('message.history', args);
    if (replica.generation !== generation || this.replicas.get(conversation) !== replica) return;
    if (answer.outcome === 'ok')
      replica.extend(answer.body.messages ?? [], answer.body.more === true);
    else if (answer.outcome === 'fail') this.want(conversation, 'delta');
  }

  private apply(replica: Replica, change: Change): void {
    const me = change.members?.find(({ user }) => user === this.user);
    replica.ownVersion = Math.max(me?.version ?? 0, replica.ownVersion);
    if (me?.role) replica.role = me.role;
    this.show(change.conversation, replica.apply(change));
    this.takeHeld(change.conversation);
  }

  private hold(change: Change): void {
    const held = this.held.get(change.conversation) ?? [];
    held.push({ change, since: performance.now() });
    this.held.set(change.conversation, held);
  }

  private takeHeld(conversation: string): void {
    const held = this.held.get(conversation);
    this.held.delete(conversation);
    for (const { change } of held ?? []) if (!change.reset) this.take(change);
  }

  /** One's own removal needs nothing of what is missing before it, and ends nothing that came after it. */
  private leave(change: Change): void {
    const { conversation, version } = change;
    const replica = this.replicas.get(conversation);
    if (replica && version <= replica.version) return;
    this.drop(conversation);
    this.left.set(conversation, version);
    const later = (this.held.get(conversation) ?? []).filter((one) => one.change.version > version);
    this.held.delete(conversation);
    if (later.length > 0 || this.wanted.has(conversation)) this.want(conversation, 'fresh');
  }

  private drop(conversation: string): void {
    this.replicas.delete(conversation);
  }

  private takeOwn(change: Change): void {
    const { base, version } = change;
    if (version <= this.selfVersion) return;
    if (change.bare || change.reset || base > this.selfVersion)
      return this.want(this.self, 'delta');
    this.readItems(change);
    this.selfVersion = version;
  }

  private readItems({ items = [] }: Change): void {
    for (const { kind, key, removed } of items)
      if (kind === 'JOINED' && key !== undefined && !removed) this.want(key, 'delta');
  }

  private want(conversation: string, wanted: Wanted): void {
    if (this.wanted.get(conversation) !== 'fresh') this.wanted.set(conversation, wanted);
  }

  private versionOf(conversation: string): number {
    if (conversation === this.self) return this.selfVersion;
    return this.replicas.get(conversation)?.version ?? 0;
  }
}
