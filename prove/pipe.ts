// One direction of a connection: bytes come out in the order in which they came in, when and as far as its faults let them.
import type { Socket } from 'node:net';

export interface Faults {
  readonly delayMs?: number;
  /** Up to so much more, each time anew. */
  readonly jitterMs?: number;
  readonly bytesPerSecond?: number;
  /** Written so many at a time, each in a segment of its own. */
  readonly atOnce?: number;
  /** Nothing gets through, not even that the other side is gone: it fills up, as it does where nobody reads. */
  readonly isHeld?: boolean;
  /** After so many more bytes both sides are reset. */
  readonly cutAfter?: number;
  readonly chance?: () => number;
}

interface Piece {
  /** Undefined: the side has ended. */
  readonly data: Buffer | undefined;
  readonly due: number;
}

const mostWaiting = 64 * 1024;
/** How finely a narrow line is cut: a hundredth of what it carries in a second. */
const slicesPerSecond = 100;

export class Pipe {
  private readonly pieces: Piece[] = [];
  private waiting = 0;
  private faults: Faults = {};
  private left = Infinity;
  private lastDue = 0;
  private freeAt = 0;
  private timer: Timer | undefined;
  private isWriting = false;
  private isOver = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly cut: () => void,
  ) {
    from.on('data', (data) => this.take(Buffer.from(data)));
    from.on('end', () => this.take(undefined));
    // A reset is told like an end that nobody waits for.
    from.on('error', () => this.broken());
    to.on('close', () => this.stop());
  }

  meet(faults: Faults): void {
    this.faults = faults;
    this.left = faults.cutAfter ?? Infinity;
    this.flow();
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    // What is not passed on is let go of, or the end behind it would not be seen.
    this.from.resume();
  }

  private broken(): void {
    if (this.faults.isHeld) this.take(undefined);
    else this.cut();
  }

  private take(data: Buffer | undefined): void {
    if (this.isOver) return;
    const { delayMs = 0, jitterMs = 0, chance = Math.random } = this.faults;
    const due = performance.now() + delayMs + jitterMs * chance();
    this.lastDue = Math.max(due, this.lastDue);
    this.pieces.push({ data, due: this.lastDue });
    this.waiting += data?.length ?? 0;
    this.flow();
  }

  private flow(): void {
    if (this.isOver) return;
    if (this.faults.isHeld || this.waiting > mostWaiting) this.from.pause();
    else this.from.resume();
    const [next] = this.pieces;
    if (!next || this.isWriting || this.faults.isHeld) return;
    clearTimeout(this.timer);
    const pause = Math.max(next.due, this.freeAt) - performance.now();
    if (pause > 0) this.timer = setTimeout(() => this.flow(), pause);
    else this.write(next);
  }

  private write({ data, due }: Piece): void {
    this.pieces.shift();
    if (data === undefined) return void this.to.end();
    const size = Math.min(data.length, this.mostNow());
    if (size < data.length) this.pieces.unshift({ data: data.subarray(size), due });
    this.waiting -= size;
    this.left -= size;
    const { bytesPerSecond = Infinity } = this.faults;
    this.freeAt = performance.now() + (size * 1000) / bytesPerSecond;
    this.isWriting = true;
    this.to.write(data.subarray(0, size), () => this.wrote());
  }

  private wrote(): void {
    this.isWriting = false;
    if (this.left <= 0) this.cut();
    // In a turn of its own, or the system would join what was written apart.
    else setImmediate(() => this.flow());
  }

  private mostNow(): number {
    const { atOnce = Infinity, bytesPerSecond = Infinity } = this.faults;
    const slice = Math.ceil(bytesPerSecond / slicesPerSecond);
    return Math.max(1, Math.min(atOnce, slice, this.left));
  }
}
