// Where lines go: standard error, or a file that is rotated by size. Lines are gathered and written a few times a second, at
// once from `error` on, and at the exit of the process; so only a kill -9 can lose the last quarter of a second. A disk that
// is full loses lines, never the server: what is lost is counted and told.
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

export interface LogPlace {
  /** '' is standard error. */
  readonly file: string;
  readonly mostBytes: number;
  /** The file itself included. */
  readonly files: number;
}

const everyMs = 250;
const flushBytes = 65_536;
const mostWaiting = 1_048_576;
/** After a failure it is tried again so much later: a flood of errors must not be a flood of tries. */
const retryMs = 1_000;
const standardError = 2;

export class LogWriter {
  readonly #place: LogPlace;
  #fd: number;
  #size = 0;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Lines that could not be written. */
  lost = 0;
  #untold = 0;
  #retryAt = 0;
  readonly #onExit = () => this.flush();

  /** Throws the system's error when the file cannot be opened. */
  constructor(place: LogPlace) {
    this.#place = place;
    this.#fd = this.#open();
    process.on('exit', this.#onExit);
  }

  write(line: string, isUrgent: boolean): void {
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    while (this.#waitingBytes > mostWaiting) this.#drop();
    const isDue = isUrgent || this.#waitingBytes >= flushBytes;
    if (isDue && performance.now() >= this.#retryAt) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), everyMs).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const told = this.#untold;
    const text = Buffer.from(this.#waiting.join('') + (told > 0 ? lostLine(told) : ''));
    const rest = text.subarray(this.#put(text));
    if (rest.length > 0) this.#retryAt = performance.now() + retryMs;
    if (rest.length === text.length) return;
    this.#untold -= told;
    this.#waiting = rest.length === 0 ? [] : [rest.toString()];
    this.#waitingBytes = rest.length;
  }

  /** The file may have been moved away by another program; without one nothing happens. */
  reopen(): void {
    this.flush();
    this.#swap(() => undefined);
  }

  close(): void {
    this.flush();
    process.off('exit', this.#onExit);
    if (this.#fd !== standardError) closeSync(this.#fd);
  }

  #drop(): void {
    this.#waitingBytes -= this.#waiting.shift()?.length ?? 0;
    this.lost += 1;
    this.#untold += 1;
  }

  /** @returns how much was written: the rest waits for better times */
  #put(text: Buffer): number {
    const { mostBytes } = this.#place;
    if (this.#fd !== standardError && this.#size > 0 && this.#size + text.length > mostBytes)
      this.#rotate();
    let written = 0;
    try {
      while (written < text.length) written += writeSync(this.#fd, text, written);
    } catch {
      // The disk is full, or nobody reads.
    }
    this.#size += written;
    return written;
  }

  #rotate(): void {
    const { file, files } = this.#place;
    this.#swap(() => {
      for (let number = files - 1; number > 0; number -= 1)
        tryRename(number === 1 ? file : `${file}.${number - 1}`, `${file}.${number}`);
    });
  }

  #swap(move: () => void): void {
    if (this.#fd === standardError) return;
    try {
      move();
      const next = this.#open();
      closeSync(this.#fd);
      this.#fd = next;
      this.#size = fstatSync(next).size;
    } catch {
      // It goes on in the file that is open.
    }
  }

  #open(): number {
    const { file } = this.#place;
    if (file === '') return standardError;
    const fd = openSync(file, 'a', 0o640);
    this.#size = fstatSync(fd).size;
    return fd;
  }
}

function tryRename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // There are not so many yet.
  }
}

function lostLine(lost: number): string {
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: 'warn', time, lost, msg: 'lines of the log were lost' })}\n`;
}
