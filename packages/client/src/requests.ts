// Requests that have not been answered. They are sent in the order in which they were made, and again, in that order and
// with the same keys, after a lost connection or a refusal that may pass (docs/sync.md 22): the server tells a repeated
// one by its key. Within a conversation none overtakes another.
import {
  OperationError,
  type FrameCodec,
  type FrameData,
  type OperationName,
  type Row,
} from '@hubbub/protocol';
import type { Contract } from './contract.ts';
import type { Timings } from './options.ts';

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Infinity: as long as it takes. */
  readonly timeoutMs?: number;
  /** Belongs to this connection: fails with it instead of being sent again. */
  readonly once?: boolean;
}

interface Waiting {
  readonly id: number;
  readonly op: OperationName;
  readonly frame: FrameData;
  /** Those of one lane go out together, and the next when all of them are answered; '' is none. */
  readonly lane: string;
  readonly once: boolean;
  readonly isLasting: boolean;
  isSent: boolean;
  settle(outcome: Row | OperationError): void;
}

export interface RequestsOwner {
  send(frames: readonly FrameData[]): void;
  /** Requests other than those of the connection itself may be sent. */
  isReady(): boolean;
}

export interface RequestsParts {
  readonly contract: Contract;
  readonly codec: FrameCodec;
  readonly owner: RequestsOwner;
  readonly timings: Timings;
}

interface Called {
  readonly op: OperationName;
  readonly args: Row;
  readonly options: RequestOptions;
}

/** How a request that belonged to one connection ends with it. */
export const lostMessage = 'The connection was lost.';

/** The server allows 64 per connection. */
const mostSent = 48;

export class Requests {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #refusals = 0;

  constructor(readonly parts: RequestsParts) {}

  request(op: OperationName, args: Row, options: RequestOptions = {}): Promise<Row> {
    return new Promise((resolve, reject) => {
      const waiting = this.#enqueue({ op, args, options }, (outcome) => {
        if (outcome instanceof OperationError) reject(outcome);
        else resolve(outcome);
      });
      if (options.signal?.aborted === true) waiting.settle(givenUp());
      else if (waiting.once) this.#send([waiting]);
      else if (this.#retryTimer === undefined) this.flush();
    });
  }

  /** Of the volatile class: no answer is waited for, and nothing waits for a connection. */
  post(op: OperationName, args: Row): void {
    const { owner } = this.parts;
    if (owner.isReady()) owner.send([this.#write(0, op, args)]);
  }

  /** Before it waits: what cannot be written is refused at once, and holds up nothing else. */
  #write(id: number, op: OperationName, args: Row): FrameData {
    const { codec, contract } = this.parts;
    try {
      return codec.writeRequest(contract.operation(op).input, { id, op, args });
    } catch (error) {
      throw new OperationError('FIELD', String(error));
    }
  }

  #enqueue(call: Called, done: (outcome: Row | OperationError) => void): Waiting {
    const { op, args, options } = call;
    this.#lastId += 1;
    const id = this.#lastId;
    const frame = this.#write(id, op, args);
    const give = () => waiting.settle(givenUp());
    const timeoutMs = options.timeoutMs ?? this.parts.timings.requestMs;
    const late = () => waiting.settle(new OperationError('DEADLINE'));
    const timer = Number.isFinite(timeoutMs) ? setTimeout(late, timeoutMs) : undefined;
    const waiting: Waiting = {
      id,
      op,
      frame,
      // The server keeps the order of what reaches it together; so what comes later waits for the answers.
      lane: op === 'message.send' ? (args['conversation'] as string) : '',
      once: options.once === true,
      isLasting: timer === undefined,
      isSent: false,
      settle: (outcome) => {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', give);
        this.#waiting.delete(id);
        done(outcome);
      },
    };
    this.#waiting.set(id, waiting);
    options.signal?.addEventListener('abort', give, { once: true });
    return waiting;
  }

  /** What a request that is answered asked for, to read its reply; undefined when nobody waits any more. */
  operationOf(id: number): OperationName | undefined {
    return this.#waiting.get(id)?.op;
  }

  answer(id: number, outcome: Row | OperationError): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    if (outcome instanceof OperationError && !waiting.once && mayPass(outcome)) {
      waiting.isSent = false;
      this.#retryLater(outcome.retryAfterMs ?? 0);
      return;
    }
    this.#refusals = 0;
    waiting.settle(outcome);
    if (this.#retryTimer === undefined) this.flush();
  }

  /** The connection is gone: what was sent on it may or may not have happened. */
  lost(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    for (const waiting of this.#waiting.values()) {
      waiting.isSent = false;
      if (waiting.once) waiting.settle(new OperationError('DEADLINE', lostMessage));
    }
  }

  /** Sends what waits, oldest first, as far as the server takes it at once. */
  flush(): void {
    if (!this.parts.owner.isReady()) return;
    const all = [...this.#waiting.values()];
    const sent = all.filter((waiting) => waiting.isSent);
    const busy = new Set(sent.map(({ lane }) => lane).filter((lane) => lane !== ''));
    const due = all.filter(
      (waiting) => !waiting.isSent && !waiting.once && !busy.has(waiting.lane),
    );
    this.#send(due.slice(0, Math.max(0, mostSent - sent.length)));
  }

  /** @param all also those that wait as long as it takes */
  fail(error: OperationError, all: boolean): void {
    this.lost();
    for (const waiting of this.#waiting.values())
      if (all || !waiting.isLasting) waiting.settle(error);
  }

  #send(all: readonly Waiting[]): void {
    for (const waiting of all) waiting.isSent = true;
    this.parts.owner.send(all.map(({ frame }) => frame));
  }

  /** Everything waits meanwhile, so that nothing overtakes what was refused. */
  #retryLater(retryAfterMs: number): void {
    if (this.#retryTimer !== undefined) return;
    const { retryFirstMs, retryMostMs } = this.parts.timings;
    const backOff = Math.min(retryMostMs, (retryFirstMs / 10) * 2 ** this.#refusals);
    this.#refusals += 1;
    this.#retryTimer = setTimeout(
      () => {
        this.#retryTimer = undefined;
        this.flush();
      },
      Math.max(retryAfterMs, backOff),
    );
  }
}

function givenUp(): OperationError {
  return new OperationError('DEADLINE', 'The call was given up.');
}

function mayPass({ retryable, code }: OperationError): boolean {
  return retryable && (code === 'LIMITED' || code === 'UNAVAILABLE');
}
