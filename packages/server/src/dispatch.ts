// The one road in, for every door: look up, decode, authenticate, limit, run, reply, then hand the emissions to the bus. It
// must not know sockets, HTTP or any operation's rules. Keeps the order of effects (commit, reply, live events) and holds
// the only catch on the path: what is no OperationError is our bug and is logged here, once, with an incident id.
import type { DescMethodUnary, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { OperationError, operationName } from '@hubbub/protocol';
import { Running, type Args, type Origin, type Storage } from './call.ts';
import type { CookieChange, Door, Operation, Outcome } from './features/operation.ts';
import { Lanes } from './lanes.ts';
import type { Bus, Emission } from './ports/bus.ts';
import type { Clock } from './ports/clock.ts';
import type { Rates } from './rates.ts';

export type { Origin, Storage } from './call.ts';
export type { Lanes } from './lanes.ts';
export type {
  Caller,
  Door,
  Login,
  Membership,
  PresenceTarget,
  Socket,
} from './features/operation.ts';

/** One request at a door. */
export interface Exchange<T> {
  readonly op: string;
  /** The door refuses it, e.g. because too many are in flight; in its lane it counts like any other refusal. */
  readonly refusal?: OperationError | undefined;
  /** Aborted when the caller's deadline has passed or nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** Throws FIELD, MALFORMED or UNKNOWN; NO_ID for a request that wants no reply and must have one. */
  decode<M extends DescMethodUnary>(method: M, isVolatile: boolean): MessageShape<M['input']>;
  encode(answer: Answer): T;
  /** Called once, before anything is published. */
  respond(encoded: T): void;
}

export type Answer =
  | {
      readonly error: OperationError;
      readonly method: DescMethodUnary | undefined;
      /** The operation was begun, so its cost is paid: false for what the doors count as free refusals. */
      readonly isPaid: boolean;
    }
  | {
      readonly error?: undefined;
      readonly method: DescMethodUnary;
      readonly result: MessageInitShape<DescMethodUnary['output']>;
      readonly cookie?: CookieChange | undefined;
    };

export interface DispatchParts {
  readonly operations: readonly Operation[];
  readonly storage: Storage;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly rates: Rates | undefined;
  readonly timeLimitMs: number;
  /** Our bug: the incident is what the caller is told. */
  readonly report: (incident: string, context: object) => void;
  readonly count: (call: Counted) => void;
}

/** A call that has ended, for the metrics. */
export interface Counted {
  readonly door: Door;
  readonly op: string;
  readonly outcome: string;
  readonly ms: number;
}

/** Verbs that write nothing: they may overtake, and nothing has to wait for them. Every other one keeps its place in the lane. */
const reads: ReadonlySet<string> = new Set(
  'get list history members find pull edits reactions pins'.split(' '),
);

export class Dispatch {
  readonly #parts: DispatchParts;
  readonly #table: ReadonlyMap<string, Operation>;
  readonly #running = new Set<Running>();
  readonly #stopClock: () => void;
  #draining = false;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
    this.#table = new Map(parts.operations.map((one) => [operationName(one.method), one]));
    this.#stopClock = parts.clock.every(Math.min(1000, parts.timeLimitMs), () =>
      this.#endOverdue(),
    );
  }

  get inFlight(): number {
    return this.#running.size;
  }

  /** A connection's lanes. */
  makeLanes(): Lanes {
    return new Lanes(() => this.#parts.clock.elapsed());
  }

  /** Refuses everything new from now on; what runs goes on. */
  drain(): void {
    this.#draining = true;
  }

  stop(): void {
    this.#stopClock();
  }

  /** Never rejects. Everything up to the place in the lane happens before it returns, so arrival order is kept. */
  async run<T>(origin: Origin, exchange: Exchange<T>): Promise<void> {
    const startedAt = this.#parts.clock.elapsed();
    const operation = this.#table.get(exchange.op);
    let call: Running | undefined;
    let answer: Answer;
    let emissions: readonly Emission[] | undefined;
    try {
      if (operation === undefined) throw new OperationError('NO_OPERATION');
      call = this.#admit(operation, { origin, exchange });
      if (exchange.refusal !== undefined) throw exchange.refusal;
      const outcome = await this.#execute(operation, call);
      emissions = outcome.emissions;
      answer = { method: operation.method, result: outcome.result, cookie: outcome.cookie };
    } catch (error) {
      const known = this.#known(error, { op: exchange.op, origin });
      answer = { method: operation?.method, error: known, isPaid: call?.isPaid === true };
      if (call === undefined && !known.retryable) this.#chargeRefusal(origin);
    }
    const settle = () => {
      if (call !== undefined) this.#running.delete(call);
      call?.stopListening();
      if (call?.ended === undefined) this.#respond(exchange, answer);
      for (const emission of emissions ?? []) this.#parts.bus.publish(emission);
      this.#parts.count({
        door: origin.door,
        op: operation === undefined ? 'unknown' : exchange.op,
        outcome: call?.ended ?? answer.error?.reason ?? 'OK',
        ms: this.#parts.clock.elapsed() - startedAt,
      });
    };
    if (call?.ticket === undefined) settle();
    else call.ticket.end(answer.error, settle);
  }

  #admit<T>(
    operation: Operation,
    { origin, exchange }: { origin: Origin; exchange: Exchange<T> },
  ): Running {
    if (operation.doors?.includes(origin.door) === false) throw new OperationError('DOOR');
    if (
      operation.who === 'user' &&
      origin.caller === undefined &&
      origin.authenticate === undefined
    )
      throw new OperationError('NOT_LOGGED_IN');
    const args = exchange.decode(operation.method, operation.volatile === true) as Args;
    if (this.#draining) throw new OperationError('DRAINING', undefined, { retryAfterMs: 1000 });
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
      startedAt: this.#parts.clock.elapsed(),
      ticket: inLane ? origin.lanes?.enter(conversation) : undefined,
      expire: () =>
        this.#respond(exchange, {
          method: operation.method,
          error: new OperationError('DEADLINE'),
          isPaid: call.isPaid,
        }),
    });
    this.#running.add(call);
    return call;
  }

  async #execute(operation: Operation, call: Running): Promise<Outcome<Record<string, unknown>>> {
    const { origin } = call;
    if (operation.who === 'user' && origin.caller === undefined) {
      const login = await origin.authenticate?.();
      if (login === undefined) throw new OperationError('NOT_LOGGED_IN');
      call.logIn(login);
    }
    const { app } = call.args;
    if (typeof app === 'string' && app !== '' && app !== call.app) throw new OperationError('APP');
    if (this.#parts.rates !== undefined && operation.cost > 0) {
      const repeated = await this.#charge(operation, call);
      if (repeated !== undefined) return repeated;
    }
    call.isPaid = true;
    return operation.run(call as never);
  }

  /** A retry of what is stored already is answered even when the caller's tokens are used up (docs/sync.md 21). */
  async #charge(
    operation: Operation,
    call: Running,
  ): Promise<Outcome<Record<string, unknown>> | undefined> {
    try {
      // Behind a refused write it is refused like one above the rate: that one was the caller's own, and is resent first.
      call.ticket?.check();
      await this.#parts.rates?.charge(call.rateKey, operation.cost);
      return undefined;
    } catch (error) {
      const repeated = await operation.repeated?.(call as never);
      if (repeated === undefined) throw error;
      return repeated;
    }
  }

  /** What is refused in front of every operation costs a token all the same: else one caller could keep the server at it. */
  #chargeRefusal({ rateKey }: Origin): void {
    this.#parts.rates?.charge(rateKey, 1).catch((cause: unknown) => {
      if (!(cause instanceof OperationError)) this.#known(cause, { op: 'refusal' });
    });
  }

  #respond<T>(exchange: Exchange<T>, answer: Answer): void {
    let encoded: T;
    try {
      encoded = exchange.encode(answer);
    } catch (error) {
      // A result that is not of its type: committed all the same, so its emissions still go out.
      encoded = exchange.encode({
        method: answer.method,
        error: this.#known(error, { op: exchange.op }),
        isPaid: true,
      });
    }
    exchange.respond(encoded);
  }

  #known(error: unknown, context: { op: string; origin?: Origin }): OperationError {
    if (error instanceof OperationError) return error;
    const incident = crypto.randomUUID().slice(0, 8);
    const { op, origin } = context;
    this.#parts.report(incident, { op, app: origin?.app, user: origin?.caller?.user, err: error });
    return new OperationError('BUG', undefined, { incident });
  }

  /** A coarse clock: one look a second costs nothing per call, and a time limit needs no better. */
  #endOverdue(): void {
    const before = this.#parts.clock.elapsed() - this.#parts.timeLimitMs;
    for (const call of this.#running) if (call.startedAt < before) call.end('DEADLINE');
  }
}
