// One client of a server that may die at any moment. It writes, keeps what it may show by the client rule (docs/sync.md 12),
// comes back after every cut, pulls, and sends again what was not answered. It logs every attempt and everything it showed.
import {
  Reason_Code,
  type Change,
  type CodecName,
  type Event,
  type Message,
} from '@hubbub/protocol';
import type { Attempt, Line, Replica } from '../support/checker.ts';
import { openSocket, type RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

export interface Login {
  readonly user: string;
  readonly token: string;
  readonly conversations: readonly string[];
}

/** What all devices of one run share. */
export interface Run {
  /** Where the server is now; undefined while it is down. */
  socketUrl: string | undefined;
  isWriting: boolean;
  isOver: boolean;
  acknowledged: number;
  readonly attempts: Attempt[];
  /** The furthest acknowledged mark, by `user/conversation`. */
  readonly marks: Map<string, number>;
  /** In or out, by the last answer to a join or leave, by `user/conversation`. */
  readonly places: Map<string, boolean>;
}

interface Pending {
  readonly conversation: string;
  readonly clientMsgId: string;
  readonly text: string;
}

interface Copy {
  version: number;
  /** What came before that which it builds on, and since when it waits. */
  held: { readonly change: Change; readonly since: number }[];
  readonly lines: Map<number, Line>;
  readonly shown: number[];
}

const mostAtOnce = 4;
const holdMs = 300;
const marksEvery = 5;

export class Device {
  readonly faults: string[] = [];
  private readonly copies = new Map<string, Copy>();
  private pending: Pending[] = [];
  private said = 0;
  private epoch = '';
  /** How many of the socket's events were heard. */
  private heard = 0;

  constructor(
    readonly name: string,
    private readonly login: Login,
    private readonly run: Run,
  ) {
    for (const conversation of login.conversations)
      this.copies.set(conversation, { version: 0, held: [], lines: new Map(), shown: [] });
  }

  /** Lives until the run is over; resolves when everything it wrote is acknowledged and everything was pulled once more. */
  async live(codec: CodecName): Promise<void> {
    while (!this.run.isOver) {
      const url = await until(() => this.run.socketUrl, { timeoutMs: 60_000, what: 'a server' });
      try {
        await this.connected(await openSocket(url, { codec }));
      } catch (error) {
        // The server died under it: that is what this test is about. What it did not answer stays pending.
        if (!isCut(error)) throw error;
      }
    }
  }

  replicas(): readonly Replica[] {
    return [...this.copies].map(([conversation, { shown, lines }]) => ({
      device: this.name,
      conversation,
      joinSeq: 1,
      shown,
      held: [...lines.values()],
    }));
  }

  get isIdle(): boolean {
    return this.pending.length === 0;
  }

  private async connected(socket: RawSocket): Promise<void> {
    const closed = socket.closed.then((code): never => {
      throw new Error(`closed with ${code}`);
    });
    // Somebody is always listening to it, also after the last await.
    closed.catch(() => {});
    try {
      const { epoch } = await Promise.race([
        closed,
        socket.call('session.open', { token: this.login.token }),
      ]);
      this.epoch = epoch;
      await this.pull(socket, [...this.copies.keys()].toSorted());
      this.heard = 0;
      for (;;) {
        this.hear(socket.events);
        await this.pull(socket, this.overdue());
        if (this.run.isOver) return;
        if (this.run.isWriting) this.write();
        if (this.run.isWriting && this.said % marksEvery === 0) await this.mark(socket);
        if (this.pending.length > 0) await this.sendPending(socket);
        else await Promise.race([closed, Bun.sleep(5)]);
      }
    } finally {
      socket.close();
    }
  }

  private write(): void {
    if (this.pending.length > 0) return;
    const { conversations } = this.login;
    const count = 1 + Math.floor(Math.random() * mostAtOnce);
    for (let i = 0; i < count; i += 1) {
      this.said += 1;
      const conversation = conversations[Math.floor(Math.random() * conversations.length)] ?? '';
      const clientMsgId = `${this.name} ${this.said}`;
      this.pending.push({ conversation, clientMsgId, text: `${clientMsgId} says hello` });
    }
  }

  /** Reads on in one conversation; the mark of an answer must last. */
  private async mark(socket: RawSocket): Promise<void> {
    const { conversations, user } = this.login;
    const conversation = conversations[this.said % conversations.length] ?? '';
    const read = this.copies.get(conversation)?.shown.at(-1);
    if (read === undefined) return;
    await socket.call('mark.set', { conversation, read });
    const key = `${user}/${conversation}`;
    this.run.marks.set(key, Math.max(read, this.run.marks.get(key) ?? 0));
  }

  /** All at once and in order; what is not answered with ok stays for the next time. */
  private async sendPending(socket: RawSocket): Promise<void> {
    const rest = await Promise.all(this.pending.map((one) => this.send(socket, one)));
    this.pending = rest.filter((one) => one !== undefined);
    if (this.pending.length > 0 && socket.closeCode !== undefined) throw new Error('closed');
  }

  private async send(socket: RawSocket, one: Pending): Promise<Pending | undefined> {
    const { conversation, clientMsgId, text } = one;
    const attempt = {
      ...one,
      device: this.name,
      sender: this.login.user,
      invokedAt: performance.now(),
    };
    try {
      const content = { case: 'text', value: text } as const;
      const { message, change } = await socket.call('message.send', {
        conversation,
        clientMsgId,
        content,
      });
      const answer = { answeredAt: performance.now(), seq: message?.seq ?? 0 };
      this.run.attempts.push({ ...attempt, outcome: 'ok', ...answer });
      this.run.acknowledged += 1;
      this.hear(socket.events);
      if (change) this.take(change);
      return undefined;
    } catch (error) {
      if (isCut(error)) this.run.attempts.push({ ...attempt, outcome: 'unknown' });
      else this.refused(attempt, error);
      return one;
    }
  }

  private refused(attempt: Omit<Attempt, 'outcome'>, error: unknown): void {
    this.run.attempts.push({ ...attempt, outcome: 'refused' });
    const isRetryable = error instanceof Error && 'retryable' in error && error.retryable === true;
    if (!isRetryable)
      this.faults.push(`${this.name}: ${attempt.clientMsgId} was refused: ${String(error)}`);
  }

  private hear(events: readonly Event[]): void {
    for (; this.heard < events.length; this.heard += 1) {
      const event = events[this.heard]?.event;
      if (event?.case === 'change') this.take(event.value);
    }
  }

  /** The client rule: drop what is known, apply what fits, hold what is too early; bare ones wait for the pull at once. */
  private take(change: Change): void {
    const copy = this.copies.get(change.conversation);
    const { base = 0, version = 0 } = change;
    if (!copy || version <= copy.version) return;
    if (change.bare || change.reset || base > copy.version) {
      copy.held.push({
        change,
        since: change.bare || change.reset ? -Infinity : performance.now(),
      });
      return;
    }
    this.apply(copy, change);
    const { held } = copy;
    copy.held = [];
    for (const one of held) this.take(one.change);
  }

  private overdue(): readonly string[] {
    const before = performance.now() - holdMs;
    return [...this.copies]
      .filter(([, { held }]) => held.some(({ since }) => since < before))
      .map(([conversation]) => conversation);
  }

  private async pull(socket: RawSocket, only: readonly string[]): Promise<void> {
    for (let open = only; open.length > 0;) {
      const known = open.map((conversation) => ({
        conversation,
        version: this.copies.get(conversation)?.version ?? 0,
      }));
      const { changes } = await socket.call('sync.pull', {
        epoch: this.epoch,
        known,
        only: [...open],
      });
      for (const change of changes) this.applyPulled(change);
      open = changes.filter(({ more }) => more).map(({ conversation }) => conversation);
    }
  }

  private applyPulled(change: Change): void {
    const copy = this.copies.get(change.conversation);
    if (!copy || (change.version ?? 0) <= copy.version) return;
    const isFirst = copy.version === 0;
    if (change.gone !== Reason_Code.UNSPECIFIED || (change.reset && !isFirst))
      this.faults.push(`${this.name}: reset or gone in ${change.conversation}`);
    this.apply(copy, change);
    copy.held = copy.held.filter((one) => (one.change.version ?? 0) > copy.version);
  }

  private apply(copy: Copy, { messages, version = 0 }: Change): void {
    for (const { seq = 0, sender, clientMsgId, content } of messages.toSorted(bySeq)) {
      if (!copy.lines.has(seq)) copy.shown.push(seq);
      const text = content.case === 'text' ? content.value : '';
      copy.lines.set(seq, { seq, sender, clientMsgId, text });
    }
    copy.version = version;
  }
}

function bySeq(a: Message, b: Message): number {
  return (a.seq ?? 0) - (b.seq ?? 0);
}

export function isCut(error: unknown): boolean {
  return error instanceof Error && /^(closed|the socket was refused)/.test(error.message);
}
