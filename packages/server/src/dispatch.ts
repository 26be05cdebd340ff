// The one road in, for every door: look up, decode, authenticate, limit, run, reply, then hand the emissions to the bus. It
// must not know sockets, HTTP or any operation's rules. Keeps the order of effects (commit, reply, live events) and holds
// the only catch on the path: what is no OperationError is our bug and is logged here, once, with an incident id.
import { OperationError, operationName, type AppId } from '@hubbub/protocol';
import {
  Running,
  type Answer,
  type Args,
  type Exchange,
  type Origin,
  type Page,
  type Storage,
} from './call.ts';
import { authorize } from './features/authorize.ts';
import type { Door, Operation, Outcome, Principal, StreamOutcome } from './features/operation.ts';
import { Lanes, reads, type Ticket } from './lanes.ts';
import type { OperationTrace, Tracing } from './observe/tracing.ts';
import type { Bus, Emission } from './ports/bus.ts';
import type { Clock } from './ports/clock.ts';
import type { Bucket, Rates } from './rates.ts';

export type { Answer, Exchange, Origin, Page, Storage } from './call.ts';
export type { Lanes } from './lanes.ts';
export type {
  Caller,
  Door,
  Login,
  Membership,
  PresenceTarget,
  Principal,
  Socket,
} from './features/operation.ts';

/** What dispatch asks of the apps (features/app/directory.ts). */
export interface Apps {
  has(app: AppId): boolean;
  /** Throws SUSPENDED, and ORIGIN for a page that may not call this app. */
  admit(app: AppId, page: Page | undefined): void;
  /** Is the credential still good? For what goes on being answered. */
  stillValid(principal: Principal): Promise<boolean>;
}

export interface DispatchParts {
  readonly operations: readonly Operation[];
  readonly storage: Storage;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly rates: Rates;
  readonly apps: Apps;
  readonly timeLimitMs: number;
  /** Called when an operation has left effects in the outbox; without it they wait for the outbox to look. */
  readonly wakeOutbox?: () => void;
  /** Our bug. @returns the incident that the caller is told */
  readonly report: (failure: Failure) => string;
  readonly count: (call: Counted) => void;
  /** Only when traces were asked for. */
  readonly tracing?: Tracing | undefined;
}

/** What nobody foresaw. */
export interface Failure {
  readonly op: string;
  readonly request?: string | undefined;
  readonly app?: string | undefined;
  readonly user?: string | undefined;
  readonly err: unknown;
  /** What the caller said, so that the log says none of it. */
  readonly args?: unknown;
}

/** A call that has ended, for the metrics. */
export interface Counted {
  readonly door: Door;
  readonly op: string;
  readonly outcome: string;
  readonly ms: number;
  /** Its name is made when it is asked for. */
  readonly exchange: Pick<Exchange<unknown>, 'request'>;
}

interface Arriving<T> {
  readonly exchange: Exchange<T>;
  readonly startedAt: number;
  readonly trace: OperationTrace | undefined;
}

/** A call whose answer is known. */
interface Ended<T> extends Arriving<T>, Pick<Counted, 'door' | 'op'> {
  readonly call: Running | undefined;
  readonly answer: Answer;
  readonly emissions: readonly Emission[] | undefined;
  readonly owes: boolean;
}

type Values = Record<string, unknown>;

interface Context {
  readonly op: string;
  readonly origin?: Origin;
  readonly exchange?: Pick<Exchange<unknown>, 'request'>;
  readonly args?: Args | undefined;
}

export class Dispatch {
  readonly #parts: DispatchParts;
  readonly #table: ReadonlyMap<string, Operation>;
  readonly #running = new Map<Running, Exchange<unknown>>();
  /** Calls that go on being answered. */
  readonly #open = new Set<Running>();
  readonly #stopClock: () => void;
  #draining = false;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
    this.#table = new Map(parts.operations.map((one) => [operationName(one.method), one]));
    this.#stopClock = parts.clock.every(Math.min(1000, parts.timeLimitMs), () => {
      this.#endOverdue();
      this.checkStreams();
    });
  }

  get inFlight(): number {
    return this.#running.size;
  }

  /** After a drain: resolves when the readers of streams have been told, or when `mostMs` are over. */
  async streamsEnded(mostMs: number): Promise<void> {
    if (this.#open.size === 0) return;
    const until = this.#parts.clock.elapsed() + mostMs;
    const pause = (ms: number) => new Promise<void>((wake) => this.#parts.clock.after(ms, wake));
    while (this.#open.size > 0 && this.#parts.clock.elapsed() < until) await pause(5);
    // Their last words are on the way out.
    await pause(50);
  }

  /** A connection's lanes. */
  makeLanes(): Lanes {
    return new Lanes(() => this.#parts.clock.elapsed());
  }

  /** Refuses everything new from now on; what runs goes on. */
  drain(): void {
    this.#draining = true;
    for (const call of this.#open) call.refuse(draining());
  }

  /** Whoever still waits is told that nobody knows what became of it; what is committed all the same is published as ever. */
  endRunning(): void {
    for (const call of this.#running.keys()) call.end('DEADLINE');
  }

  /** Ends the streams of those who may not call any more. */
  checkStreams(): void {
    for (const call of this.#open)
      this.#checkStream(call).catch((cause: unknown) => {
        this.#known(cause, { op: 'stream' });
      });
  }

  stop(): void {
    this.#stopClock();
  }

  /** Never rejects. Everything up to the place in the lane happens before it returns, so arrival order is kept. */
  async run<T>(origin: Origin, exchange: Exchange<T>): Promise<void> {
    const startedAt = this.#parts.clock.elapsed();
    const operation = this.#table.get(exchange.op);
    const { door } = origin;
    // What a caller made up makes no name of a metric or of a line in the log.
    const op = operation === undefined ? 'unknown' : exchange.op;
    const trace = this.#parts.tracing?.operation(op, { door, parent: exchange.traceparent });
    let call: Running | undefined;
    let answer: Answer;
    let emissions: readonly Emission[] | undefined;
    let owes = false;
    try {
      if (operation === undefined) throw new OperationError('NO_OPERATION');
      call = this.#admit(operation, origin, { exchange, startedAt, trace });
      if (exchange.refusal !== undefined) throw exchange.refusal;
      const outcome = await this.#execute(operation, call);
      if ('stream' in outcome) answer = this.#keepOpen(operation, { call, outcome });
      else {
        emissions = outcome.emissions;
        owes = outcome.owes === true;
        answer = { method: operation.method, result: outcome.result, cookie: outcome.cookie };
      }
    } catch (error) {
      const known = this.#known(error, { op, origin, exchange, args: call?.args });
      answer = { method: operation?.method, error: known, isPaid: call?.isPaid === true };
      if (call === undefined && !known.retryable) this.#chargeRefusal(origin);
    }
    const { ticket } = call ?? {};
    const ended = { door, op, call, answer, emissions, owes, startedAt, exchange, trace };
    if (ticket === undefined) this.#settle(ended);
    else this.#settleInTurn(ticket, ended);
  }

  // By itself: a function that was made in `run` would hold all that `run` knows, for as long as the write waits.
  #settleInTurn<T>(ticket: Ticket, ended: Ended<T>): void {
    ticket.end(ended.answer.error, () => this.#settle(ended));
  }

  #settle<T>(ended: Ended<T>): void {
    const { door, op, call, answer, emissions = [], owes, startedAt, exchange, trace } = ended;
    if (call !== undefined) this.#running.delete(call);
    if (answer.error !== undefined || answer.stream === undefined) call?.stopListening();
    if (call?.ended === undefined) this.#respond(exchange, answer);
    const published = emissions.length > 0 ? trace?.step('publish') : undefined;
    for (const emission of emissions) this.#parts.bus.publish(emission);
    published?.();
    if (owes) this.#parts.wakeOutbox?.();
    const outcome = call?.ended ?? answer.error?.reason ?? 'OK';
    const ms = this.#parts.clock.elapsed() - startedAt;
    this.#parts.count({ door, op, outcome, ms, exchange });
    trace?.end(outcome);
  }

  #admit<T>(operation: Operation, origin: Origin, arriving: Arriving<T>): Running {
    const { exchange, startedAt, trace } = arriving;
    const doors: readonly Door[] | undefined = operation.doors;
    if (doors?.includes(origin.door) === false) throw new OperationError('DOOR');
    if (
      operation.who !== 'anyone' &&
      origin.caller === undefined &&
      origin.authenticate === undefined
    )
      throw new OperationError('NOT_LOGGED_IN');
    const args = exchange.decode(operation.method, operation.volatile === true) as Args;
    if (this.#draining) throw draining();
    if (exchange.signal?.aborted === true) throw new OperationError('DEADLINE');
    const { conversation } = args;
    const inLane =
      typeof conversation === 'string' &&
      conversation !== '' &&
      !reads.has(operation.method.localName);
    const call = new Running({
      origin,
      operation,
      args,
      storage: this.#parts.storage,
      signal: exchange.signal,
      startedAt,
      trace,
      apps: this.#parts.apps,
      ticket: inLane ? origin.lanes?.enter(conversation) : undefined,
      expire: this.#expire,
    });
    this.#running.set(call, exchange);
    return call;
  }

  /** Awaits only what has to be: a socket's call waits for its write alone, and holds no more meanwhile (docs/adr/0056). */
  #execute(operation: Operation, call: Running): Promise<Outcome<Values> | StreamOutcome<object>> {
    const isKnown = operation.who === 'anyone' || call.origin.caller !== undefined;
    return isKnown ? this.#enter(operation, call) : this.#authenticate(operation, call);
  }

  async #authenticate(operation: Operation, call: Running) {
    const principal = await call.origin.authenticate?.();
    if (principal !== undefined) call.identify(principal);
    return this.#enter(operation, call);
  }

  #enter(operation: Operation, call: Running): Promise<Outcome<Values> | StreamOutcome<object>> {
    if (operation.who !== 'anyone') authorize(operation, call.principal, call.origin.caller);
    if (operation.who !== 'operator' || operation.inApp === true) this.#enterApp(call);
    const bucket = operation.cost > 0 ? this.#parts.rates.bucketOf(call) : undefined;
    if (bucket !== undefined) return this.#pay(operation, { call, bucket });
    call.isPaid = true;
    return operation.run(call as never);
  }

  async #pay(operation: Operation, { call, bucket }: { call: Running; bucket: Bucket }) {
    const repeated = await this.#charge(operation, { call, bucket });
    if (repeated !== undefined) return repeated;
    call.isPaid = true;
    return operation.run(call as never);
  }

  /** The login says the app, else the host name, else the call itself; they must not contradict each other. */
  #enterApp(call: Running): void {
    const { app } = call.args;
    const named = typeof app === 'string' && app !== '' ? (app as AppId) : call.app;
    const { actor, principal } = call;
    // Of an app that this node has not heard of yet the store knows.
    if (principal?.kind === 'operator') return call.enterApp(named);
    const isSettled = actor !== undefined || principal !== undefined;
    if (named !== call.app && (isSettled || !this.#parts.apps.has(named)))
      throw new OperationError('APP');
    call.enterApp(named);
  }

  #keepOpen(
    { method }: Operation,
    { call, outcome }: { call: Running; outcome: StreamOutcome<object> },
  ): Answer {
    return { method, result: {}, stream: this.#watched(call, outcome.stream) };
  }

  /** A stream that is known to be open, and ends with the reason that the server ends it for. */
  async *#watched(call: Running, stream: AsyncIterable<object>): AsyncIterable<object> {
    this.#open.add(call);
    if (this.#draining) call.refuse(draining());
    try {
      yield* stream;
      if (call.refusal !== undefined) throw call.refusal;
    } catch (error) {
      throw this.#known(error, { op: operationName(call.method), origin: call.origin });
    } finally {
      this.#open.delete(call);
      call.stopListening();
    }
  }

  async #checkStream(call: Running): Promise<void> {
    const { principal } = call;
    if (principal === undefined) return;
    try {
      this.#parts.apps.admit(call.app, undefined);
      if (!(await this.#parts.apps.stillValid(principal))) call.refuse(new OperationError('TOKEN'));
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      call.refuse(error);
    }
  }

  /** A retry of what is stored already is answered even when the caller's tokens are used up (docs/sync.md 21). */
  async #charge(
    operation: Operation,
    { call, bucket }: { call: Running; bucket: Bucket },
  ): Promise<Outcome<Values> | undefined> {
    try {
      // Behind a refused write it is refused like one above the rate: that one was the caller's own, and is resent first.
      call.ticket?.check();
      await bucket.charge(call.rateKey, operation.cost);
      return undefined;
    } catch (error) {
      const repeated = await operation.repeated?.(call as never);
      if (repeated === undefined) throw error;
      return repeated;
    }
  }

  /** What is refused in front of every operation costs a token all the same: else one caller could keep the server at it. */
  #chargeRefusal(origin: Origin): void {
    const charged = this.#parts.rates.bucketOf(origin)?.charge(origin.rateKey, 1);
    charged?.catch((cause: unknown) => {
      if (!(cause instanceof OperationError)) this.#known(cause, { op: 'refusal' });
    });
  }

  readonly #expire = (call: Running): void => {
    const exchange = this.#running.get(call);
    const { method, isPaid } = call;
    if (exchange !== undefined)
      this.#respond(exchange, { method, error: new OperationError('DEADLINE'), isPaid });
  };

  #respond<T>(exchange: Exchange<T>, answer: Answer): void {
    let encoded: T;
    try {
      encoded = exchange.encode(answer);
    } catch (error) {
      // A result that is not of its type: committed all the same, so its emissions still go out.
      encoded = exchange.encode({
        method: answer.method,
        error: this.#known(error, { op: exchange.op, exchange }),
        isPaid: true,
      });
    }
    exchange.respond(encoded);
  }

  #known(error: unknown, { op, origin, exchange, args }: Context): OperationError {
    if (error instanceof OperationError) return error;
    const incident = this.#parts.report({
      op,
      request: exchange?.request,
      app: origin?.app,
      user: origin?.caller?.user,
      err: error,
      args,
    });
    return new OperationError('BUG', undefined, { incident });
  }

  /** A coarse clock: one look a second costs nothing per call, and a time limit needs no better. */
  #endOverdue(): void {
    const before = this.#parts.clock.elapsed() - this.#parts.timeLimitMs;
    for (const call of this.#running.keys()) if (call.startedAt < before) call.end('DEADLINE');
  }
}

function draining(): OperationError {
  return new OperationError('DRAINING', undefined, { retryAfterMs: 1000 });
}
