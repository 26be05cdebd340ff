// What the senders say: "@" sender number padding "#", of one fixed length, so that a reader can count messages by their
// "@", and whoever looks closer sees order, gaps and cut bytes. No system puts an "@" of its own with five digits behind it on
// the wire; a binary protocol may well have the byte.
const mark = 64;
const end = 35;
const senderDigits = 5;
const numberDigits = 9;
const headLength = 1 + senderDigits + numberDigits;
export const leastContentLength = headLength + 1;

export class Content {
  private readonly padding: string;

  constructor(readonly length: number) {
    if (length < leastContentLength) throw new Error(`content of ${length} bytes is too short`);
    this.padding = `${'x'.repeat(length - leastContentLength)}#`;
  }

  write(sender: number, number: number): string {
    return `@${digits(sender, senderDigits)}${digits(number, numberDigits)}${this.padding}`;
  }

  /** Calls `each` for every whole content in the range; returns how many marks have no whole content behind them. */
  read(bytes: Buffer, range: Range, each: (sender: number, number: number) => void): number {
    let broken = 0;
    let at = nextMark(bytes, range.start, range.end);
    while (at >= 0) {
      const last = at + this.length - 1;
      if (last < range.end && bytes[last] === end) {
        const numberAt = at + 1 + senderDigits;
        each(readDigits(bytes, at + 1, numberAt), readDigits(bytes, numberAt, at + headLength));
      } else broken += 1;
      at = nextMark(bytes, at + 1, range.end);
    }
    return broken;
  }
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** How many messages stand in the range. */
export function countContents(bytes: Buffer, start: number, stop: number): number {
  let count = 0;
  for (let at = nextMark(bytes, start, stop); at >= 0; at = nextMark(bytes, at + 1, stop))
    count += 1;
  return count;
}

/** How many of the messages in the range are this sender's. */
export function countOf(bytes: Buffer, { start, end: stop }: Range, sender: number): number {
  let count = 0;
  for (let at = nextMark(bytes, start, stop); at >= 0; at = nextMark(bytes, at + 1, stop))
    if (readDigits(bytes, at + 1, at + 1 + senderDigits) === sender) count += 1;
  return count;
}

/** The sender of the first message in the range; -1 without one. */
export function firstSender(bytes: Buffer, start: number, stop: number): number {
  const at = nextMark(bytes, start, stop);
  return at >= 0 ? readDigits(bytes, at + 1, at + 1 + senderDigits) : -1;
}

/** -1 when there is none before `stop`. */
function nextMark(bytes: Buffer, from: number, stop: number): number {
  for (let at = bytes.indexOf(mark, from); at >= 0 && at < stop; at = bytes.indexOf(mark, at + 1))
    if (isDigits(bytes, at + 1)) return at;
  return -1;
}

function isDigits(bytes: Buffer, from: number): boolean {
  for (let i = from; i < from + senderDigits; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 48 || byte > 57) return false;
  }
  return true;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function readDigits(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) value = value * 10 + (bytes[i] ?? 0) - 48;
  return value;
}

/** One reader's view: each sender's numbers must follow each other without gap or repeat. */
export class OrderCheck {
  private readonly last = new Map<number, number>();
  readonly faults: string[] = [];

  see(sender: number, number: number): void {
    const before = this.last.get(sender);
    if (before !== undefined && number !== before + 1 && this.faults.length < 5)
      this.faults.push(`sender ${sender}: ${number} after ${before}`);
    this.last.set(sender, number);
  }
}
