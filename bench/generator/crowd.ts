// The sockets of one run. It opens them, lets them speak and counts what comes; every tenth listener is looked at closely.
import { countContents, OrderCheck, type Range } from './content.ts';
import { frameOf } from './frames.ts';
import { openSocket, type RawSocket } from './socket.ts';
import type { Running, Seen } from '../systems/system.ts';

const sampledUsually = 10;
const openedAtOnce = 50;

interface SocketRange extends Range {
  readonly socket: number;
}

export interface CrowdEvents {
  /** `count` answers came at once for this socket, so many of them refusals. */
  onReplies?(socket: number, count: number, refused: number): void;
  /** Without it a refusal is a fault. */
  readonly mayRefuse?: boolean;
  /** A socket is open and greeted, so long after it was begun. */
  onOpened?(ms: number): void;
  /** Of so many sockets one is watched closely. */
  readonly sampledEvery?: number;
  /** A closely watched socket got this message. */
  onSampled?(sender: number, number: number): void;
}

export class Crowd {
  readonly sockets: RawSocket[] = [];
  /** Messages that each socket got from others. */
  readonly events: Float64Array;
  /** How often each was pinged. */
  readonly pings: Uint32Array;
  bytesRead = 0;
  readonly faults: string[] = [];
  private readonly said: Uint32Array;
  private readonly seen: Seen = { replies: 0, events: 0 };
  private readonly orders = new Map<number, OrderCheck>();

  constructor(
    private readonly running: Running,
    private readonly on: CrowdEvents,
    readonly size: number,
  ) {
    this.events = new Float64Array(size);
    this.pings = new Uint32Array(size);
    this.said = new Uint32Array(size);
  }

  /** Opens more of them, until there are `total`. */
  async open(total = this.size): Promise<void> {
    for (let first = this.sockets.length; first < total; first += openedAtOnce) {
      const count = Math.min(openedAtOnce, total - first);
      await Promise.all(Array.from({ length: count }, (_, i) => this.openOne(first + i)));
    }
  }

  /** Says the numbers `from` … `from + count - 1` in one write. */
  say(socket: number, from: number, count: number): void {
    const { running } = this;
    const frames: Buffer[] = [];
    for (let i = 0; i < count; i += 1) {
      const id = (this.said[socket] ?? 0) + 1;
      this.said[socket] = id;
      frames.push(frameOf(running.say(socket, id, running.content.write(socket, from + i))));
    }
    this.sockets[socket]?.write(
      frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames),
    );
  }

  /** Puts a socket on the volatile topics, where the system has some. */
  watch(socket: number): void {
    const id = (this.said[socket] ?? 0) + 1;
    const request = this.running.watch?.(socket, id);
    if (request === undefined) return;
    this.said[socket] = id;
    this.sockets[socket]?.write(frameOf(request));
  }

  close(): void {
    for (const socket of this.sockets) socket.end();
  }

  allFaults(): readonly string[] {
    return [...this.faults, ...[...this.orders.values()].flatMap((order) => order.faults)];
  }

  private async openOne(socket: number): Promise<void> {
    const { running } = this;
    const startedAt = performance.now();
    const greeting = running.greeting(socket);
    const greeted = Promise.withResolvers<void>();
    // Without a greeting nobody waits for it.
    greeted.promise.catch(() => {});
    let isReady = greeting === undefined;
    const onFrame = (bytes: Buffer, start: number, end: number): void => {
      try {
        if (isReady) this.read(socket, bytes, { start, end });
        else if (running.isGreeted(bytes.subarray(start, end), socket)) {
          isReady = true;
          greeted.resolve();
        }
      } catch (error) {
        // A refusal: the run goes on to its end and is then worth nothing.
        this.fault(String(error));
        greeted.reject(error);
      }
    };
    const { sampledEvery = sampledUsually } = this.on;
    if (socket % sampledEvery === sampledEvery - 1) this.orders.set(socket, new OrderCheck());
    this.sockets[socket] = await openSocket({
      port: running.server.port,
      path: running.path(socket),
      ...(running.protocol ? { protocol: running.protocol } : {}),
      onFrame,
      onPing: () => (this.pings[socket] = (this.pings[socket] ?? 0) + 1),
      onEnd: (why) => {
        greeted.reject(new Error(why));
        this.fault(`socket ${socket}: ${why}`);
      },
    });
    if (greeting !== undefined) {
      this.sockets[socket].write(frameOf(greeting));
      await greeted.promise;
    }
    this.on.onOpened?.(performance.now() - startedAt);
  }

  private read(socket: number, bytes: Buffer, range: Range): void {
    const { seen } = this;
    seen.replies = 0;
    seen.events = 0;
    seen.refused = this.on.mayRefuse === true ? 0 : undefined;
    this.running.read(bytes, { start: range.start, end: range.end, socket }, seen);
    this.events[socket] = (this.events[socket] ?? 0) + seen.events;
    this.bytesRead += range.end - range.start;
    const order = this.orders.get(socket);
    if (order && seen.events > 0) this.look(order, bytes, { ...range, socket });
    if (seen.replies > 0) this.on.onReplies?.(socket, seen.replies, seen.refused ?? 0);
  }

  private look(order: OrderCheck, bytes: Buffer, range: SocketRange): void {
    const broken = this.running.content.read(bytes, range, (sender, number) => {
      // Its own messages come back in answers, and in events only where these hold others' too.
      if (sender === range.socket) return;
      order.see(sender, number);
      this.on.onSampled?.(sender, number);
    });
    if (broken > 0) this.fault(`${broken} of ${countContents(bytes, range.start, range.end)} cut`);
  }

  private fault(what: string): void {
    if (this.faults.length < 20) this.faults.push(what);
  }
}
