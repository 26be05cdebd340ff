// One call at work: what an operation is given. Digest and signal are made only when an operation asks for them.
import { createHash } from 'node:crypto';
import { toBinary, type DescMessage, type Message } from '@bufbuild/protobuf';
import type { AppId } from '@hubbub/protocol';
import type { Caller, Door, Login, Operation, Socket, UserCall } from './features/operation.ts';
import type { Lanes, Ticket } from './lanes.ts';
import { traced, type OperationTrace } from './observe/tracing.ts';
import type { Read, Write } from './store/statement.ts';

/** Where calls come from: a socket, or one HTTP request. */
export interface Origin {
  readonly door: Door;
  readonly address: string;
  /** The app that the host name or the login stands for. */
  readonly app: AppId;
  readonly caller: Caller | undefined;
  readonly socket: Socket | undefined;
  /** Whose rate bucket pays. */
  readonly rateKey: string;
  /** Sockets keep the order of their writes. */
  readonly lanes: Lanes | undefined;
  /** Doors that find out who calls only when it is asked; throws TOKEN. */
  authenticate?(): Promise<Login | undefined>;
}

/** What dispatch needs of the store. */
export interface Storage {
  read<A, R>(app: AppId, read: Read<A, R>, args: A): Promise<R>;
  write<A, R>(app: AppId, write: Write<A, R>, args: A): Promise<R>;
}

interface RunningParts {
  readonly origin: Origin;
  readonly operation: Operation;
  readonly args: Args;
  readonly storage: Storage;
  /** The caller's own, where the door has one. */
  readonly signal: AbortSignal | undefined;
  readonly startedAt: number;
  readonly ticket: Ticket | undefined;
  /** Only when traces were asked for. */
  readonly trace: OperationTrace | undefined;
  /** Answers DEADLINE. */
  readonly expire: () => void;
}

/** Any request message; what it is in particular only its operation knows. */
export type Args = Message & Record<string, unknown>;

export class Running implements UserCall<Args> {
  readonly #parts: RunningParts;
  #login: Login | undefined;
  #digest: Uint8Array | undefined;
  #abort: AbortController | undefined;
  /** Its cost is charged, or it has none, and the operation has begun. */
  isPaid = false;
  /** Why its caller was answered before it was done, for the metrics too. */
  ended: 'DEADLINE' | 'GAVE_UP' | undefined;

  constructor(parts: RunningParts) {
    this.#parts = parts;
    parts.signal?.addEventListener('abort', this);
  }

  get origin(): Origin {
    return this.#parts.origin;
  }
  get ticket(): Ticket | undefined {
    return this.#parts.ticket;
  }
  get startedAt(): number {
    return this.#parts.startedAt;
  }
  get rateKey(): string {
    return this.#login?.caller.device ?? this.origin.rateKey;
  }

  get app(): AppId {
    return this.#login?.app ?? this.origin.app;
  }
  get args(): Args {
    return this.#parts.args;
  }
  get door(): Door {
    return this.origin.door;
  }
  get address(): string {
    return this.origin.address;
  }
  get socket(): Socket | undefined {
    return this.origin.socket;
  }

  get login(): Login | undefined {
    return this.#login;
  }

  get caller(): Caller {
    const caller = this.#login?.caller ?? this.origin.caller;
    if (caller === undefined) throw new Error('an operation for anyone asked who calls');
    return caller;
  }

  get digest(): Uint8Array {
    return (this.#digest ??= digestOf(this.#parts.operation.method.input, this.args));
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.ended !== undefined) this.#abort.abort();
    return this.#abort.signal;
  }

  logIn(login: Login): void {
    this.#login = login;
  }

  /** The call has ended: what happens to its caller from now on is nothing to it. */
  stopListening(): void {
    this.#parts.signal?.removeEventListener('abort', this);
  }

  /** The caller's own deadline has passed, or it has gone away. */
  handleEvent(): void {
    this.end('GAVE_UP');
  }

  /** The caller is told DEADLINE now; what is still committed is published as ever. */
  end(why: 'DEADLINE' | 'GAVE_UP'): void {
    if (this.ended !== undefined) return;
    this.ended = why;
    this.#abort?.abort();
    this.#parts.expire();
  }

  read<A, R>(read: Read<A, R>, args: A): Promise<R> {
    const { storage, trace } = this.#parts;
    if (trace === undefined) return storage.read(this.app, read, args);
    return traced(trace, `read ${read.name}`, () => storage.read(this.app, read, args));
  }

  write<A, R>(write: Write<A, R>, args: A): Promise<R> {
    const { trace } = this.#parts;
    if (trace === undefined) return this.#write(write, args);
    return traced(trace, `write ${write.name}`, () => this.#write(write, args));
  }

  #write<A, R>(write: Write<A, R>, args: A): Promise<R> {
    const { storage, ticket } = this.#parts;
    if (ticket === undefined) return storage.write(this.app, write, args);
    return ticket.write(write, (guarded) => storage.write(this.app, guarded, args));
  }
}

/** SHA-256 of the args in deterministic protobuf, the idempotency key left out (docs/sync.md 21). */
function digestOf(schema: DescMessage, args: Message): Uint8Array {
  // Not `clone`, which walks through everything: only the top is another object. Its name may be the prototype's.
  const plain = { ...args, $typeName: schema.typeName, clientMsgId: '', clientKey: '' };
  return createHash('sha256').update(toBinary(schema, plain)).digest();
}
