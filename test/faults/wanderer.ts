// Somebody who enters rooms under load, says something and leaves again, and does each step until it is answered, whatever
// happens to the server meanwhile.
import type { OperationInput } from '@hubbub/protocol';
import { openSocket, type RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';
import { isCut, type Login, type Run } from './device.ts';

const steps = ['join', 'say', 'leave'] as const;

export class Wanderer {
  readonly faults: string[] = [];
  /** Acknowledged joins and leaves. */
  moves = 0;
  private done = 0;
  /** A step is on its way, or was cut off and has to be repeated. */
  private owes = false;

  constructor(
    readonly name: string,
    private readonly login: Login,
    private readonly run: Run,
  ) {}

  /** Outside every room, with nothing to repeat. */
  get isIdle(): boolean {
    return !this.owes && this.done % steps.length === 0;
  }

  async live(): Promise<void> {
    while (!this.run.isOver) {
      const url = await until(() => this.run.socketUrl, { timeoutMs: 60_000, what: 'a server' });
      try {
        await this.connected(await openSocket(url));
      } catch (error) {
        if (isCut(error)) continue;
        // Refused: an answer that it was given before did not hold.
        this.faults.push(`${this.name}: ${String(error)}`);
        this.done = 0;
        this.owes = false;
        return;
      }
    }
  }

  private async connected(socket: RawSocket): Promise<void> {
    try {
      await socket.call('session.open', { token: this.login.token });
      while (!this.run.isOver) {
        if (this.run.isWriting || !this.isIdle) {
          this.owes = true;
          await this.step(socket);
          this.owes = false;
        } else await Bun.sleep(5);
        if (socket.closeCode !== undefined) throw new Error(`closed with ${socket.closeCode}`);
      }
    } finally {
      socket.close();
    }
  }

  private async step(socket: RawSocket): Promise<void> {
    const { conversations, user } = this.login;
    const round = Math.floor(this.done / steps.length);
    const conversation = conversations[round % conversations.length] ?? '';
    const kind = steps[this.done % steps.length];
    if (kind === 'say') await this.say(socket, conversation, `${this.name} ${round}`);
    else {
      const op = kind === 'join' ? 'conversation.join' : 'conversation.leave';
      await socket.call(op, { conversation });
      this.run.places.set(`${user}/${conversation}`, kind === 'join');
      this.moves += 1;
    }
    this.done += 1;
  }

  private async say(socket: RawSocket, conversation: string, clientMsgId: string): Promise<void> {
    const { run, login, name: device } = this;
    const text = `${clientMsgId} was here`;
    const content: OperationInput<'message.send'>['content'] = { case: 'text', value: text };
    const sent = { device, sender: login.user, conversation, clientMsgId, text };
    const attempt = { ...sent, invokedAt: performance.now() };
    try {
      const { message } = await socket.call('message.send', { conversation, clientMsgId, content });
      const answer = { answeredAt: performance.now(), seq: message?.seq ?? 0 };
      run.attempts.push({ ...attempt, outcome: 'ok', ...answer });
    } catch (error) {
      run.attempts.push({ ...attempt, outcome: 'unknown' });
      throw error;
    }
  }
}
