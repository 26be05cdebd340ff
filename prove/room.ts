// One who speaks in a room, and those who listen to how long it takes.
import type { Socket } from './socket.ts';

interface Speech {
  readonly everyMs: number;
  /** Of each message. */
  readonly pageBytes: number;
}

const mostUnanswered = 32;
const stamp = /said at (\d+\.?\d*) /g;

export class Speaker {
  private said = 0;
  private unanswered = 0;
  private isSpeaking = false;

  constructor(
    private readonly socket: Socket,
    private readonly room: string,
  ) {}

  /** Until it is stopped. */
  async start({ everyMs, pageBytes }: Speech): Promise<void> {
    this.isSpeaking = true;
    const answers: Promise<unknown>[] = [];
    for (let at = performance.now(); this.isSpeaking; at += everyMs) {
      if (this.unanswered < mostUnanswered) answers.push(this.say(pageBytes));
      await Bun.sleep(Math.max(1, at + everyMs - performance.now()));
    }
    await Promise.all(answers);
  }

  stop(): void {
    this.isSpeaking = false;
  }

  async say(pageBytes: number): Promise<void> {
    const clientMsgId = `speech ${++this.said}`;
    const text = `said at ${performance.now()} ${'x'.repeat(pageBytes)}`;
    this.unanswered += 1;
    await this.socket.call('message.send', { conversation: this.room, clientMsgId, text });
    this.unanswered -= 1;
  }
}

/** A socket of which nothing is kept but how long each message took to it. */
export async function listen(
  url: string,
  token: string,
  heard: (waitedMs: number) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(url, ['hubbub.json']);
  await new Promise<void>((opened, failed) => {
    socket.addEventListener('open', () =>
      socket.send(JSON.stringify({ id: 1, op: 'session.open', args: { token } })),
    );
    socket.addEventListener('message', () => opened(), { once: true });
    socket.addEventListener('close', () => failed(new Error('a listener was not let in')));
  });
  socket.addEventListener('message', ({ data }) => {
    const now = performance.now();
    for (const [, at] of String(data).matchAll(stamp)) heard(now - Number(at));
  });
  return socket;
}
