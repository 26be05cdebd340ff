// One TCP connection: what is written, and all that has come back, read as HTTP first and as frames then.
import { connect, type Socket } from 'node:net';
import { firstFrame, join, type Heard } from './frame.ts';

export interface Observed {
  /** Of the answer to the handshake; 0 while there is none. */
  status: number;
  headers: ReadonlyMap<string, string>;
  readonly frames: Heard[];
  /** The server has ended the TCP connection. */
  ended: boolean;
}

/** Only what never comes takes so long, on however busy a machine. */
const patienceMs = 20_000;

export class Line {
  readonly observed: Observed = { status: 0, headers: new Map(), frames: [], ended: false };
  readonly #tcp: Socket;
  #rest: Uint8Array = new Uint8Array(0);
  #wake = () => undefined as void;

  constructor(port: number) {
    this.#tcp = connect({ port, host: '127.0.0.1', noDelay: true });
    const end = () => {
      this.observed.ended = true;
      this.#wake();
    };
    for (const event of ['end', 'error', 'close']) this.#tcp.on(event, end);
    this.#tcp.on('data', (data: Buffer) => this.#read(data));
  }

  /** Resolves a turn later, so that the server may see these bytes without the next ones. */
  async write(bytes: Uint8Array): Promise<void> {
    if (!this.observed.ended && this.#tcp.writable) this.#tcp.write(bytes);
    await new Promise((turn) => setImmediate(turn));
  }

  /** False when the time is up. */
  async until(condition: (observed: Observed) => boolean): Promise<boolean> {
    if (condition(this.observed)) return true;
    return await new Promise((done) => {
      const timer = setTimeout(() => done(false), patienceMs);
      this.#wake = () => {
        if (!condition(this.observed)) return;
        clearTimeout(timer);
        done(true);
      };
    });
  }

  /** Nothing more is written; what comes is still read. */
  finish(): void {
    this.#tcp.end();
  }

  destroy(): void {
    this.#tcp.destroy();
  }

  #read(data: Uint8Array): void {
    this.#rest = join([this.#rest, data]);
    if (this.observed.status === 0) this.#readHead();
    if (this.observed.status === 101)
      for (let one = firstFrame(this.#rest); one !== undefined; one = firstFrame(this.#rest)) {
        this.observed.frames.push(one.frame);
        this.#rest = one.rest;
      }
    this.#wake();
  }

  #readHead(): void {
    const said = new TextDecoder('latin1').decode(this.#rest);
    const end = said.indexOf('\r\n\r\n');
    if (end < 0) return;
    const [first = '', ...lines] = said.slice(0, end).split('\r\n');
    this.observed.headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
    );
    this.observed.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 999);
    this.#rest = this.#rest.slice(end + 4);
  }
}
