// One call at work: what an operation is given. Digest and signal are made only when an operation asks for them.
import { hash } from 'node:crypto';
import type { DescMessage, Message, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { bytesOf, OperationError, type AppId, type DescOperation } from '@hubbub/protocol';
import type {
  Actor,
  Caller,
  CookieChange,
  Door,
  Login,
  Operation,
  Principal,
  Socket,
  UserCall,
} from './features/operation.ts';
import type { Lanes, Ticket } from './lanes.ts';
import { traced, type OperationTrace } from './observe/tracing.ts';
import type { Read, Write } from './store/statement.ts';

/** One request at a door. */
export interface Exchange<T> {
  readonly op: string;
  /** Names this request in the log. */
  readonly request?: string | undefined;
  /** The caller's own span, as W3C's `traceparent` has it. */
  readonly traceparent?: string | undefined;
  /** The door refuses it, e.g. because too many are in flight; in its lane it counts like any other refusal. */
  readonly refusal?: OperationError | undefined;
  /** Aborted when the caller's deadline has passed or nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** Throws FIELD, MALFORMED or UNKNOWN; NO_ID for a request that wants no reply and must have one. */
  decode<M extends DescOperation>(method: M, isVolatile: boolean): MessageShape<M['input']>;
  encode(answer: Answer): T;
  /** Called once, before anything is published. */
  respond(encoded: T): void;
}

export type Answer =
  | {
      readonly error: OperationError;
      readonly method: DescOperation | undefined;
      /** The operation was begun, so its cost is paid: false for what the doors count as free refusals. */
      readonly isPaid: boolean;
    }
  | {
      readonly error?: undefined;
      readonly method: DescOperation;
      readonly result: MessageInitShape<DescOperation['output']>;
      readonly cookie?: CookieChange | undefined;
      /** What goes on being answered, for as long as the door asks for the next; throws OperationError. */
      readonly stream?: AsyncIterable<object> | undefined;
    };

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
  /** The app whose own host name was asked for; undefined for any other host: then the login says the app. */
  readonly hostApp?: AppId | undefined;
  /** The page it was sent from, when a browser says so. */
  readonly page?: Page | undefined;
  /** Doors that find out who calls only when it is asked; throws TOKEN. */
  authenticate?(): Promise<Principal | undefined>;
}

export interface Page {
  readonly origin: string;
  /** The host it calls. */
  readonly host: string;
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
  readonly expire: (call: Running) => void;
  /** Throws SUSPENDED, and ORIGIN for a page that may not call this app. */
  readonly apps: { admit(app: AppId, page: Page | undefined): void };
}

/** Any request message; what it is in particular only its operation knows. */
export type Args = Message & Record<string, unknown>;

export class Running implements UserCall<Args> {
  readonly #parts: RunningParts;
  #principal: Principal | undefined;
  #app: AppId | undefined;
  #digest: Uint8Array | undefined;
  #abort: AbortController | undefined;
  /** Its cost is charged, or it has none, and the operation has begun. */
  isPaid = false;
  /** Why its caller was answered before it was done, for the metrics too. */
  ended: 'DEADLINE' | 'GAVE_UP' | undefined;
  /** Why the server ends what it goes on answering. */
  refusal: OperationError | undefined;

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
  get principal(): Principal | undefined {
    return this.#principal;
  }
  get rateKey(): string {
    const { device, user } = this.actor ?? {};
    if (this.#principal?.kind === 'key') return this.#principal.key;
    // Ids are of their app: another app's may be equal.
    return this.#principal === undefined
      ? this.origin.rateKey
      : `${this.app}/${device ?? user ?? 'operator'}`;
  }

  get app(): AppId {
    return this.#app ?? this.origin.app;
  }
  get args(): Args {
    return this.#parts.args;
  }
  get method(): Operation['method'] {
    return this.#parts.operation.method;
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
    return this.#principal?.kind === 'device' ? this.#principal.login : undefined;
  }

  get actor(): Actor | undefined {
    const principal = this.#principal;
    if (principal === undefined) return this.origin.caller;
    if (principal.kind === 'device') return principal.login.caller;
    const user = principal.kind === 'operator' ? undefined : principal.user;
    return user && { user, device: undefined };
  }

  /** Authorization has seen to it that there is one where an operation asks, and a device where it needs one. */
  get caller(): Caller {
    const { actor } = this;
    if (actor === undefined) throw new Error('an operation asked in whose name it is called');
    return actor as Caller;
  }

  get digest(): Uint8Array {
    return (this.#digest ??= digestOf(this.#parts.operation.method.input, this.args));
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.ended !== undefined || this.refusal !== undefined) this.#abort.abort();
    return this.#abort.signal;
  }

  identify(principal: Principal): void {
    this.#principal = principal;
    if (principal.kind !== 'operator')
      this.#app = principal.kind === 'device' ? principal.login.app : principal.app;
  }

  enterApp(app: AppId): void {
    const { hostApp, page } = this.origin;
    if (hostApp !== undefined && hostApp !== app) throw new OperationError('APP');
    // The operator also looks after what is suspended.
    if (this.#principal?.kind !== 'operator') this.#parts.apps.admit(app, page);
    this.#app = app;
  }

  /** The call has ended: what happens to its caller from now on is nothing to it. */
  stopListening(): void {
    this.#parts.signal?.removeEventListener('abort', this);
  }

  /** The caller's own deadline has passed, or it has gone away. */
  handleEvent(): void {
    this.end('GAVE_UP');
  }

  /** Ends a stream: its reader is told why. */
  refuse(error: OperationError): void {
    this.refusal ??= error;
    this.#abort?.abort();
  }

  /** The caller is told DEADLINE now; what is still committed is published as ever. */
  end(why: 'DEADLINE' | 'GAVE_UP'): void {
    if (this.ended !== undefined) return;
    this.ended = why;
    this.#abort?.abort();
    this.#parts.expire(this);
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
  return hash('sha256', bytesOf(schema, plain), 'buffer');
}
