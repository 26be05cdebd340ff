// One socket: frames in, answers and events out, and an end with a reason. It knows frames and limits and no operation's
// rules. Requests go to dispatch in the order in which they came; what is to be said is queued and leaves once per turn of
// the event loop (turn.ts), so that a reader gets one write, and a slow one holds nobody else.
import {
  closes,
  OperationError,
  type AppId,
  type Change,
  type CloseReason,
  type Codec,
  type DeviceId,
  type ErrorReason,
  type FrameData,
  type RawRequest,
} from '@hubbub/protocol';
import type { ServerWebSocket } from 'bun';
import type { Caller, Dispatch, Lanes, Origin, Page, Socket } from '../dispatch.ts';
import type { Clock } from '../ports/clock.ts';
import { SocketExchange, type Asked, type Ending, type More } from './exchange.ts';
import type { Attention } from './attention.ts';
import { Few } from './few.ts';
import type { Hub } from './hub.ts';
import type { LocalUser, Recipient, Stream } from './local.ts';
import type { Presence } from './presence.ts';
import type { Turn } from './turn.ts';

export interface ConnectionParts {
  readonly dispatch: Dispatch;
  readonly hub: Hub;
  readonly presence: Presence;
  readonly attention: Attention;
  readonly turn: Turn;
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  /** Counts it, and frees its place among its address's sockets. */
  readonly onClosed: (connection: Connection, reason: string) => void;
  readonly onLoggedIn: (connection: Connection) => void;
  readonly onOpened: (connection: Connection) => void;
}

export interface ConnectionLimits {
  readonly mostInFlight: number;
  readonly loginMs: number;
  readonly pingEveryMs: number;
  /** Without a pong for this long after a ping the peer is dead. */
  readonly pongMs: number;
}

/** What the upgrade request said. */
export interface Arrival {
  readonly codec: Codec;
  readonly address: string;
  readonly app: AppId;
  /** Set when the host is this app's own. */
  readonly hostApp?: AppId | undefined;
  /** What a browser said of the page. */
  readonly page?: Page | undefined;
  /** The session cookie's token. */
  readonly cookie: string | undefined;
}

/** How long a peer has to answer a close. */
const closeGraceMs = 1000;

/**
 * Refusals that cost their caller nothing, without one success between, before a socket that pays no heed is closed. Many
 * more than a burst of a full window; before the login there is hardly anything to be refused.
 */
const mostRefused = 600;
const mostRefusedBeforeLogin = 20;

/** What metrics call a close by its number; a client may choose any other, and makes no time series of it. */
const usualCodes: ReadonlySet<number> = new Set([1000, 1001, 1006, closes.TOO_LARGE.code]);

/** Refusals of session.open that have a close reason of their own. */
const refusals: Partial<Record<ErrorReason, CloseReason>> = {
  REPLACED: 'REPLACED',
  CAPACITY: 'TOO_MANY',
  REFUSED: 'REFUSED',
  DISABLED: 'DISABLED',
  SUSPENDED: 'SUSPENDED',
  ORIGIN: 'ORIGIN',
};

const nothing: FrameData[] = [];
const noMore: More = { refusal: undefined, cookie: undefined };

export class Connection implements Recipient, Origin {
  readonly door = 'socket';
  slow = false;
  user: LocalUser | undefined;
  caller: Caller | undefined;
  /** When frames first had to wait, 0 while none do (sweep.ts). */
  backlogSince = 0;
  /** Bytes that waited at the last look. */
  backlogBytes = 0;
  pingedAt = 0;
  readonly openedAt: number;
  #watching: Map<Stream, boolean> | undefined;
  #asking: Set<string> | undefined;
  #socket: ServerWebSocket<unknown> | undefined;
  readonly #parts: ConnectionParts;
  readonly #arrival: Arrival;
  #outgoing: FrameData[] = nothing;
  readonly #ids = new Few<number>();
  #inFlight = 0;
  #refused = 0;
  #closing: CloseReason | undefined;
  #lanes: Lanes | undefined;
  #nextPingAt: number;

  constructor(
    readonly rateKey: string,
    arrival: Arrival,
    parts: ConnectionParts,
  ) {
    this.#arrival = arrival;
    this.#parts = parts;
    this.openedAt = parts.clock.elapsed();
    this.#nextPingAt = this.openedAt + parts.limits.pingEveryMs;
  }

  get codec(): Codec {
    return this.#arrival.codec;
  }
  get address(): string {
    return this.#arrival.address;
  }
  get app(): AppId {
    return this.user?.app ?? this.#arrival.app;
  }
  get hostApp(): AppId | undefined {
    return this.#arrival.hostApp;
  }
  get page(): Page | undefined {
    return this.#arrival.page;
  }
  get device(): DeviceId | undefined {
    return this.caller?.device;
  }
  get socket(): Socket {
    return this.#makeCallerSocket();
  }
  get lanes(): Lanes {
    return (this.#lanes ??= this.#parts.dispatch.makeLanes());
  }
  get watching(): Map<Stream, boolean> {
    return (this.#watching ??= new Map());
  }
  get asking(): Set<string> {
    return (this.#asking ??= new Set());
  }
  get hasAsked(): boolean {
    return this.#watching !== undefined || this.#asking !== undefined;
  }
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }
  get inFlight(): number {
    return this.#inFlight;
  }

  opened(socket: ServerWebSocket<unknown>): void {
    this.#socket = socket;
    this.#parts.onOpened(this);
  }

  received(data: string | Uint8Array): void {
    if (this.isClosing) return;
    let requests: readonly RawRequest[];
    try {
      requests = this.codec.decodeRequests(data);
    } catch {
      // Frames that cannot be read name no request that could be answered: the socket ends (protocol/close.ts).
      return this.close('MALFORMED');
    }
    for (const request of requests) {
      if (this.isClosing) return;
      this.#request(request);
    }
  }

  ponged(): void {
    this.pingedAt = 0;
  }

  /** The runtime says that the socket is gone. */
  closed(code: number): void {
    this.#closing ??= code === 1006 && (this.slow || this.backlogSince > 0) ? 'SLOW' : undefined;
    const reason = this.#closing ?? (usualCodes.has(code) ? String(code) : 'other');
    this.#socket = undefined;
    this.#outgoing = nothing;
    this.#parts.hub.routes.drop(this);
    this.#parts.onClosed(this, reason);
  }

  send(frame: FrameData): void {
    if (this.#socket === undefined) return;
    if (this.#outgoing.length > 0) {
      this.#outgoing.push(frame);
      return;
    }
    this.#outgoing = [frame];
    this.#parts.turn.add(this);
  }

  flush(): void {
    if (this.#outgoing.length === 0) return;
    const frames = this.#outgoing;
    this.#outgoing = nothing;
    const [only] = frames;
    this.#socket?.send(
      frames.length === 1 && only !== undefined ? only : this.codec.joinFrames(frames),
    );
  }

  subscribe(topic: string): void {
    this.#socket?.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#socket?.unsubscribe(topic);
  }

  close(reason: CloseReason): void {
    if (this.isClosing) return;
    this.#closing = reason;
    this.flush();
    const socket = this.#socket;
    socket?.close(closes[reason].code, reason);
    // Who does not read does not see the close frame either, and its backlog would stay: the end comes all the same.
    this.#parts.clock.after(closeGraceMs, () => socket?.terminate());
  }

  /** Pings, and gives up on a peer that is silent or does not log in. Called every second or so. */
  checkAlive(now: number): void {
    const { loginMs, pongMs, pingEveryMs } = this.#parts.limits;
    if (this.caller === undefined && now - this.openedAt > loginMs)
      return this.close('LOGIN_TIMEOUT');
    if (this.pingedAt > 0 && now - this.pingedAt > pongMs) return this.#giveUp();
    if (this.pingedAt === 0 && now >= this.#nextPingAt) {
      this.#nextPingAt = now + pingEveryMs;
      this.pingedAt = now;
      this.#socket?.ping();
    }
  }

  backlog(): number {
    return this.#socket?.getBufferedAmount() ?? 0;
  }

  bind(user: LocalUser, device: DeviceId): void {
    this.user = user;
    this.caller = { user: user.id, device };
    this.#parts.onLoggedIn(this);
  }

  /** A request that was let in has ended. */
  ended(request: Asked): void {
    this.#inFlight -= 1;
    this.forget(request);
  }

  told(change: Change): void {
    this.#parts.hub.noteTold(change, this);
  }

  /** Its id may be used again. */
  forget({ id }: Asked): void {
    this.#ids.delete(id);
  }

  /** One request's answer is on its way; closes where the table says so. */
  answered({ op }: Asked, { error, isPaid }: Ending): void {
    if (op === 'session.open' && error !== undefined) this.#failedToOpen(error, isPaid);
    if (error === undefined) this.#refused = 0;
    else if (!isPaid) this.#countRefusal();
  }

  #countRefusal(): void {
    this.#refused += 1;
    const most = this.caller === undefined ? mostRefusedBeforeLogin : mostRefused;
    if (this.#refused > most) this.close('FLOOD');
  }

  #failedToOpen({ code, reason }: OperationError, wasBegun: boolean): void {
    const known = refusals[reason];
    if (known !== undefined) this.close(known);
    else if (code === 'UNAUTHENTICATED') this.close('UNAUTHENTICATED');
    // Bound, or about to be by what still runs, and not subscribed: it would miss events and could not try again.
    else if (isUnfinished(reason) || (this.caller !== undefined && wasBegun && reason !== 'KIND'))
      this.close('OPEN_FAILED');
  }

  #makeCallerSocket(): Socket {
    const { hub, presence, attention } = this.#parts;
    return {
      logIn: (app, caller) => {
        if (this.isClosing || this.#socket === undefined) throw new OperationError('DRAINING');
        if (this.caller !== undefined)
          throw new OperationError('KIND', 'This socket is logged in already.');
        hub.routes.logIn(this, app, caller);
        this.caller = caller;
      },
      subscribe: (conversations, showsAll) => hub.routes.subscribe(this, conversations, showsAll),
      watch: (target) => presence.watch(this, target),
      unwatch: (target) => presence.unwatch(this, target),
      attend: (attending) => attention.attend(this, attending),
    };
  }

  #request(request: RawRequest): void {
    const refusal = this.#refusal(request);
    if (refusal === undefined) this.#inFlight += 1;
    // The first request with this id keeps it.
    if (refusal?.reason !== 'DUPLICATE_ID' && request.id !== 0) this.#ids.add(request.id);
    const { cookie } = this.#arrival;
    const more = refusal === undefined && cookie === undefined ? noMore : { refusal, cookie };
    void this.#parts.dispatch.run(this, new SocketExchange(this, request, more));
  }

  #refusal({ id }: RawRequest): OperationError | undefined {
    if (id !== 0 && this.#ids.has(id)) return new OperationError('DUPLICATE_ID');
    if (this.#inFlight >= this.#parts.limits.mostInFlight) return new OperationError('IN_FLIGHT');
    return undefined;
  }

  /** A dead peer reads no close frame either: what it holds is freed at once. */
  #giveUp(): void {
    this.#closing ??= 'DEAD';
    this.#socket?.terminate();
  }
}

/** session.open may succeed another time. */
function isUnfinished(reason: ErrorReason): boolean {
  return reason === 'DEADLINE' || reason === 'HOOK_TIMEOUT' || reason === 'HOOK_FAILED';
}
