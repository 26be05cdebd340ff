// A device of a user: it lives through whatever happens to the server, does its work, repeats under the same ids what was not
// answered, and in the end tells what it holds.
import type { Log } from './log.ts';
import type { Person } from './people.ts';
import type { Replica } from './replica.ts';
import { Socket, type Answer, type Line } from './socket.ts';
import type { Style } from './style.ts';
import { Sync } from './sync.ts';
import { Work, type Doer } from './work.ts';
import type { Args, Change, Event, Message, Task } from './wire.ts';

const mostAtOnce = 4;
const pauseMs = 5;

export interface Run {
  readonly log: Log;
  /** Where the server is now; undefined while it is down. */
  url: string | undefined;
  /** Where several nodes are: each time any of these. */
  urls?: readonly string[];
  isWriting: boolean;
  isOver: boolean;
  acked: number;
  /** The mean time between two bursts of a device's work; without it there is none. */
  readonly paceMs?: number;
  /** How often an idle device looks whether there is something to do. */
  readonly lookMs?: number;
  /** How long devices wait for an answer; undefined for the usual. */
  answerMs?: number;
}

export class Device implements Line {
  calls = 0;
  /** How many sockets it has had. */
  connections = 0;
  readonly log: Log;
  readonly device: string;
  private readonly sync: Sync;
  private readonly work: Work;
  private pending: readonly Task[] = [];
  private socket: Socket | undefined;
  private isCaughtUp = false;
  private isIn = false;
  private dueAt = 0;
  /** Why the server said that it would close the last socket. */
  closing: string | undefined;

  constructor(
    private readonly doer: Doer,
    private readonly token: string,
    private readonly run: Run,
  ) {
    this.log = run.log;
    this.device = doer.name;
    this.work = new Work(doer);
    this.log.line('device', { device: this.device, user: doer.user });
    this.sync = new Sync(doer.user, (conversation, shown) => {
      if (shown.reset || shown.seqs.length > 0)
        this.log.line('show', { device: this.device, conversation, ...shown });
    });
  }

  /** Until the run is over. */
  async live(): Promise<void> {
    while (!this.run.isOver) {
      const { urls } = this.run;
      const url = urls ? this.doer.random.pick(urls) : this.run.url;
      this.socket = url === undefined ? undefined : await Socket.open(url, this);
      if (this.socket) await this.connected(this.socket);
      else await Bun.sleep(pauseMs);
    }
  }

  /** Goes elsewhere, where there are several nodes. */
  wander(): void {
    this.socket?.close();
  }

  hear({ change, closing }: Event): void {
    if (change) this.sync.take(change);
    if (closing) this.closing = closing.reason;
  }

  get style(): Style | undefined {
    return this.doer.style;
  }

  get user(): string {
    return this.doer.user;
  }

  get replicas(): ReadonlyMap<string, Replica> {
    return this.sync.replicas;
  }

  /** Besides its own work. */
  async ask(op: string, args: Args): Promise<Answer> {
    const answer = (await this.socket?.call(op, args)) ?? { outcome: 'unknown' };
    this.settle(op, answer);
    return answer;
  }

  /** Asks for something that only has to come, and is not judged. */
  async burden(op: string, args: Args): Promise<void> {
    await this.socket?.call(op, args, false);
  }

  /** It comes back at once. */
  hangUp(): void {
    this.socket?.close();
  }

  get answerMs(): number | undefined {
    return this.run.answerMs;
  }

  get person(): Person {
    return { user: this.doer.user, token: this.token };
  }

  get isConnected(): boolean {
    return this.socket?.isOpen === true && this.isIn;
  }

  get conversations(): readonly string[] {
    return [...this.sync.replicas.keys()];
  }

  /** Nothing unanswered, nothing missing as far as it knows. */
  get isIdle(): boolean {
    return this.pending.length === 0 && this.isCaughtUp;
  }

  /** By what it has heard alone it has come to where the server is: nothing is pulled for it here. */
  async isAtRest(): Promise<boolean> {
    const heads = await this.heads();
    const { replicas } = this.sync;
    return (
      heads?.length === replicas.size &&
      heads.every((one) => replicas.get(one.conversation)?.version === one.version)
    );
  }

  /** Of all that its user is in, page by page; undefined when the server does not say. */
  private async heads(): Promise<readonly Change[] | undefined> {
    const heads: Change[] = [];
    for (let after = ''; ;) {
      const answer = await this.socket?.call('sync.pull', { known: [], ...(after && { after }) });
      if (answer?.outcome !== 'ok') return undefined;
      const { changes = [], next = '' } = answer.body;
      heads.push(...changes.filter(({ head }) => head?.kind !== 'SELF'));
      if (next === '') return heads;
      after = next;
    }
  }

  /** What it holds, and what the server says of its user's place. */
  async tell(): Promise<void> {
    for (const [conversation, replica] of this.sync.replicas) {
      const messages = replica.held().map((message) => ({
        seq: message.seq,
        version: message.version,
        sender: message.sender,
        key: message.clientMsgId,
        text: message.text ?? '',
        recalled: message.recalled ?? false,
        reactions: Object.fromEntries(
          (message.reactions ?? []).map(({ emoji, count = 0 }) => [emoji, count]),
        ),
      }));
      this.log.line('replica', { device: this.device, conversation, messages });
      const answer = await this.socket?.call('conversation.get', { conversation });
      const head = answer?.outcome === 'ok' ? answer.body.conversation : undefined;
      const { seq, own } = head ?? {};
      if (own) this.log.line('own', { device: this.device, conversation, seq, own });
    }
  }

  private async connected(socket: Socket): Promise<void> {
    this.connections += 1;
    this.isCaughtUp = this.isIn = false;
    this.closing = undefined;
    const opened = await socket.call('session.open', { token: this.token });
    this.isIn = opened.outcome === 'ok';
    if (opened.outcome === 'ok') await this.sync.reconnect(socket, opened.body.epoch ?? '');
    else socket.close();
    while (socket.isOpen && !this.run.isOver) {
      this.isCaughtUp = !(await this.sync.catchUp(socket));
      for (const id of this.sync.replicas.keys()) this.doer.world.conversations.add(id);
      if (this.pending.length === 0 && this.run.isWriting && this.isDue) this.pending = this.plan();
      if (this.pending.length > 0) await this.perform(socket);
      else await Bun.sleep(this.run.lookMs ?? pauseMs);
    }
    this.isCaughtUp = this.isIn = false;
    socket.close();
  }

  /** Texts by conversation and seq, as another server shows them; undefined where it refuses to. */
  async readAt(url: string): Promise<ReadonlyMap<string, ReadonlyMap<number, string> | undefined>> {
    const quiet = {
      device: this.device,
      log: noLog,
      calls: 0,
      answerMs: 5_000,
      hear: () => undefined,
    };
    const socket = await Socket.open(url, quiet);
    const opened = await socket?.call('session.open', { token: this.token });
    const found = new Map<string, ReadonlyMap<number, string> | undefined>();
    for (const conversation of this.conversations) {
      const isIn = socket !== undefined && opened?.outcome === 'ok';
      found.set(conversation, isIn ? await readAll(socket, conversation) : undefined);
    }
    socket?.close();
    return found;
  }

  /** The same, as it holds them itself. */
  get texts(): ReadonlyMap<string, ReadonlyMap<number, string>> {
    return new Map([...this.sync.replicas].map(([id, replica]) => [id, textsOf(replica.held())]));
  }

  private get isDue(): boolean {
    return performance.now() >= this.dueAt;
  }

  private plan(): readonly Task[] {
    const count = 1 + this.doer.random.below(mostAtOnce);
    return Array.from({ length: count }, () => this.work.next(this.sync.replicas)).filter(
      (task) => task !== undefined,
    );
  }

  /** All at once, in order; what is unknown stays, and is repeated under the same ids. */
  private async perform(socket: Socket): Promise<void> {
    const tasks = this.pending;
    const answers = await Promise.all(
      tasks.map(async ({ op, args }) => {
        const answer = await socket.call(op, args);
        this.settle(op, answer);
        return answer;
      }),
    );
    this.pending = tasks.filter((_, i) => answers[i]?.outcome === 'unknown');
    if (this.pending.length > 0) await Bun.sleep(pauseMs);
    const { paceMs } = this.run;
    if (paceMs) this.dueAt = performance.now() - paceMs * Math.log(1 - this.doer.random.next());
  }

  private settle(op: string, answer: Answer): void {
    if (answer.outcome !== 'ok') return;
    if (op === 'message.send') this.run.acked += 1;
    if (answer.body.change) this.sync.take(answer.body.change);
  }
}

const noLog = { timed: () => undefined, line: () => undefined };
const pageSize = 100;

async function readAll(
  socket: Socket,
  conversation: string,
): Promise<ReadonlyMap<number, string> | undefined> {
  const all: Message[] = [];
  for (let before: number | undefined; ;) {
    const args = { conversation, limit: pageSize, ...(before !== undefined && { before }) };
    const answer = await socket.call('message.history', args);
    if (answer.outcome !== 'ok') return undefined;
    const { messages = [] } = answer.body;
    all.push(...messages);
    if (messages.length === 0 || answer.body.more !== true) return textsOf(all);
    before = Math.min(...messages.map(({ seq }) => seq));
  }
}

/** Stands for a message of which the server says that it cannot be read. */
export const unreadable = 'damaged';

function textsOf(messages: readonly Message[]): ReadonlyMap<number, string> {
  return new Map(
    messages.map((one) => [
      one.seq,
      one.damaged ? unreadable : `${one.sender}: ${one.recalled ? '' : one.text}`,
    ]),
  );
}
