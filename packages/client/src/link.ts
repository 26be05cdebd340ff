// One live socket after another: connects, notices a dead one, comes back with back-off and full jitter. Knows frames,
// not what they mean.
//
//   offline -> connecting -> (socket open: `opened`) -> online, when its owner says so -> lost -> connecting ...
//                         -> refused, on a close code that says not to come back
import {
  comesBack,
  OperationError,
  type FrameCodec,
  type FrameData,
  type ServerFrame,
} from '@hubbub/protocol';
import type { Timings } from './options.ts';

export type Status = 'offline' | 'connecting' | 'online' | 'refused';

export interface LinkOptions {
  readonly address: string;
  readonly codec: FrameCodec;
  readonly WebSocket: typeof WebSocket;
  readonly random: () => number;
  readonly timings: Timings;
}

export interface LinkEvents {
  /** A socket is open: log in. */
  opened(): void;
  frames(frames: readonly ServerFrame[]): void;
  /** Whatever was under way may or may not have arrived. */
  lost(): void;
  status(status: Status): void;
  /** Closed with a code that says not to come back; `status` follows. */
  refused(code: number): void;
  /** Nothing was heard for a heartbeat: ask for something cheap. */
  quiet(): void;
}

export class Link {
  #socket: WebSocket | undefined;
  #status: Status = 'offline';
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #aliveTimer: ReturnType<typeof setTimeout> | undefined;
  #heartbeatMs = 0;
  #onlineAt = 0;
  #hintMs: number | undefined;

  constructor(
    readonly options: LinkOptions,
    readonly events: LinkEvents,
  ) {}

  get status(): Status {
    return this.#status;
  }

  start(): void {
    if (this.#status === 'connecting' || this.#status === 'online') return;
    this.#attempt = 0;
    this.#connect();
  }

  /** @param last `refused` when the server will not have us */
  stop(last: 'offline' | 'refused' = 'offline'): void {
    clearTimeout(this.#retryTimer);
    const socket = this.#drop();
    socket?.close(1000);
    if (socket !== undefined) this.events.lost();
    this.#setStatus(last);
  }

  /** Try now instead of when the back-off ends: the device is back on a network. */
  hurry(): void {
    if (this.#status !== 'connecting' || this.#socket !== undefined) return;
    clearTimeout(this.#retryTimer);
    this.#connect();
  }

  /** Logged in and pulled. */
  settled(heartbeatMs: number): void {
    this.#heartbeatMs = heartbeatMs;
    this.#onlineAt = performance.now();
    this.#setStatus('online');
    this.#heard();
  }

  /** The server is about to close: come back about this late. */
  hint(retryAfterMs: number): void {
    this.#hintMs = retryAfterMs;
  }

  send(frames: readonly FrameData[]): void {
    if (frames.length > 0) this.#socket?.send(this.options.codec.join(frames));
  }

  /** This connection is of no use: come back. */
  reset(): void {
    this.#drop()?.close(1000);
    this.#lose();
  }

  #connect(): void {
    this.#setStatus('connecting');
    const { address, codec, WebSocket } = this.options;
    const socket = new WebSocket(address, [codec.subprotocol]);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const isMine = () => this.#socket === socket;
    this.#watch(this.options.timings.connectMs, () => this.reset());
    socket.onopen = () => {
      if (isMine()) this.events.opened();
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (isMine()) this.#receive(data);
    };
    socket.onclose = ({ code }) => {
      if (!isMine()) return;
      this.#drop();
      if (comesBack(code)) this.#lose();
      else {
        this.events.lost();
        this.events.refused(code);
        this.#setStatus('refused');
      }
    };
  }

  #receive(data: string | ArrayBuffer): void {
    let frames: ServerFrame[];
    try {
      frames = this.options.codec.readFrames(
        typeof data === 'string' ? data : new Uint8Array(data),
      );
    } catch (error) {
      // What this server says cannot be read; a new connection gets everything again.
      if (error instanceof OperationError) return this.reset();
      throw error;
    }
    if (this.#status === 'online') this.#heard();
    this.events.frames(frames);
  }

  #lose(): void {
    this.events.lost();
    const { retryFirstMs, retryMostMs } = this.options.timings;
    if (this.#onlineAt > 0 && performance.now() - this.#onlineAt > retryFirstMs) this.#attempt = 0;
    this.#onlineAt = 0;
    const most =
      this.#attempt === 0 ? 0 : Math.min(retryMostMs, retryFirstMs * 2 ** (this.#attempt - 1));
    const random = this.options.random();
    const delay = this.#hintMs === undefined ? most * random : this.#hintMs * (0.5 + random);
    this.#attempt += 1;
    this.#hintMs = undefined;
    this.#setStatus('connecting');
    this.#retryTimer = setTimeout(() => this.#connect(), delay);
  }

  /** Detaches the socket, so that nothing it still says is heard. */
  #drop(): WebSocket | undefined {
    clearTimeout(this.#aliveTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    return socket;
  }

  /** Pings of the server are invisible to pages: after one silent heartbeat ask, after two give up. */
  #heard(): void {
    if (this.#heartbeatMs === 0) return;
    this.#watch(this.#heartbeatMs, () => {
      this.#watch(this.#heartbeatMs, () => this.reset());
      this.events.quiet();
    });
  }

  #watch(ms: number, run: () => void): void {
    clearTimeout(this.#aliveTimer);
    this.#aliveTimer = setTimeout(run, ms);
  }

  #setStatus(status: Status): void {
    if (this.#status === status) return;
    this.#status = status;
    this.events.status(status);
  }
}
