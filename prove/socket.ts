// One socket of a device. A call never rejects: it is answered, refused, or unknown, and the log says which.
import type { Log } from './log.ts';
import { plain, type Style, type Transport } from './style.ts';
import type { Args, Body, Event, Frame, Refusal } from './wire.ts';

const usualMs = 30_000;

export type Answer =
  | { readonly outcome: 'ok'; readonly body: Body }
  | { readonly outcome: 'fail'; readonly error: Refusal }
  | { readonly outcome: 'unknown' };

interface Waiting {
  readonly op: string;
  readonly isLogged: boolean;
  readonly settle: (answer: Answer) => void;
}

/** What outlives a device's sockets: its name, and numbers that are never given twice. */
export interface Line {
  readonly device: string;
  readonly log: Pick<Log, 'timed' | 'line'>;
  calls: number;
  /** How it speaks; undefined for JSON over the runtime's own WebSocket. */
  readonly style?: Style | undefined;
  /** After so long without an answer the socket is given up. */
  readonly answerMs?: number | undefined;
  hear(event: Event): void;
}

export class Socket {
  isOpen = true;
  private readonly waiting = new Map<number, Waiting>();

  private constructor(
    private readonly ws: Transport,
    private readonly style: Style,
    private readonly line: Line,
  ) {
    ws.addEventListener('message', ({ data }) => this.read(data));
    ws.addEventListener('close', () => this.end());
  }

  /** Undefined when nobody answers. */
  static async open(url: string, line: Line): Promise<Socket | undefined> {
    const { style = plain } = line;
    const ws = style.open(url);
    const isOpen = await new Promise<boolean>((resolve) => {
      ws.addEventListener('open', () => resolve(true));
      ws.addEventListener('error', () => resolve(false));
      ws.addEventListener('close', () => resolve(false));
      setTimeout(() => resolve(false), line.answerMs ?? usualMs).unref();
    });
    if (!isOpen) ws.close();
    return isOpen ? new Socket(ws, style, line) : undefined;
  }

  /** @param isLogged not where it holds tokens, or only has to be much */
  async call(op: string, args: Args, isLogged = op !== 'session.open'): Promise<Answer> {
    if (!this.isOpen) return { outcome: 'unknown' };
    const id = ++this.line.calls;
    if (isLogged) this.log('invoke', id, { op, args });
    const answered = new Promise<Answer>((settle) =>
      this.waiting.set(id, { op, isLogged, settle }),
    );
    const timer = setTimeout(() => this.close(), this.line.answerMs ?? usualMs);
    this.ws.send(this.style.write({ id, op, args }));
    const answer = await answered;
    clearTimeout(timer);
    return answer;
  }

  close(): void {
    this.ws.close();
    this.end();
  }

  private read(data: unknown): void {
    // What comes after the socket was given up is not heard any more.
    if (!this.isOpen) return;
    for (const frame of this.style.read(data, (id) => this.waiting.get(id)?.op)) {
      if (frame.event) this.heard(frame.event);
      else if (frame.id !== undefined) this.answered(frame.id, frame);
    }
  }

  private heard(event: Event): void {
    const { device, log } = this.line;
    log.timed('event', { device, event });
    this.line.hear(event);
  }

  private answered(id: number, { ok, error }: Frame): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    const answer = toAnswer(ok, error);
    if (waiting?.isLogged) {
      const { outcome, ...rest } = answer;
      this.log(outcome, id, rest);
    }
    waiting?.settle(answer);
  }

  private end(): void {
    this.isOpen = false;
    for (const [id, { isLogged, settle }] of this.waiting) {
      if (isLogged) this.log('unknown', id, {});
      settle({ outcome: 'unknown' });
    }
    this.waiting.clear();
  }

  private log(kind: string, call: number, fields: object): void {
    this.line.log.timed(kind, { device: this.line.device, call, ...fields });
  }
}

/** What may be tried again may have been done: it is never taken for a refusal. */
function toAnswer(body: Body = {}, error: Refusal | undefined): Answer {
  if (!error) return { outcome: 'ok', body };
  return error.retryable === true ? { outcome: 'unknown' } : { outcome: 'fail', error };
}
