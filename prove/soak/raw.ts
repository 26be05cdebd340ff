// A WebSocket by hand, over a TCP connection that can stop reading: no WebSocket of a runtime can.
import { createConnection, type Socket as Connection } from 'node:net';
import type { Transport } from '../style.ts';

const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const decoder = new TextDecoder();

type Listener = (event: { readonly data: unknown }) => void;

export class RawSocket implements Transport {
  private readonly connection: Connection;
  private readonly listeners = new Map<string, Listener[]>();
  private unread = Buffer.alloc(0);
  private parts: Buffer[] = [];
  private kind = 0;
  private isUpgraded = false;

  constructor(url: string, protocol: string) {
    const { hostname, port, host, pathname } = new URL(url);
    this.connection = createConnection({ host: hostname, port: Number(port) });
    const lines = [
      `GET ${pathname} HTTP/1.1`,
      `host: ${host}`,
      'connection: Upgrade',
      'upgrade: websocket',
      'sec-websocket-version: 13',
      `sec-websocket-key: ${crypto.getRandomValues(Buffer.alloc(16)).toString('base64')}`,
      `sec-websocket-protocol: ${protocol}`,
    ];
    this.connection.on('connect', () => this.connection.write(`${lines.join('\r\n')}\r\n\r\n`));
    this.connection.on('data', (data: Buffer) => this.take(data));
    this.connection.on('error', () => this.tell('error'));
    this.connection.on('close', () => this.tell('close'));
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    const kind = typeof data === 'string' ? opcodes.text : opcodes.binary;
    this.frame(kind, Buffer.from(data as string));
  }

  /** Without a word, as when a phone goes into a tunnel. */
  close(): void {
    this.connection.destroy();
  }

  pause(): void {
    this.connection.pause();
  }

  resume(): void {
    this.connection.resume();
  }

  private tell(type: string, data?: unknown): void {
    for (const listener of this.listeners.get(type) ?? []) listener({ data });
  }

  private take(data: Buffer): void {
    this.unread = Buffer.concat([this.unread, data]);
    if (!this.isUpgraded && !this.upgrade()) return;
    while (this.readFrame());
  }

  private upgrade(): boolean {
    const end = this.unread.indexOf('\r\n\r\n');
    if (end === -1) return false;
    const isTaken = this.unread.toString('latin1', 0, end).startsWith('HTTP/1.1 101');
    this.unread = this.unread.subarray(end + 4);
    this.isUpgraded = isTaken;
    if (isTaken) this.tell('open');
    else this.connection.destroy();
    return isTaken;
  }

  /** False where the next frame is not whole yet. */
  private readFrame(): boolean {
    const { unread } = this;
    if (unread.length < 2) return false;
    const short = unread.readUInt8(1) & 127;
    const more = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (unread.length < 2 + more) return false;
    const length = more === 0 ? short : unread.readUIntBE(more === 2 ? 2 : 4, more === 2 ? 2 : 6);
    const end = 2 + more + length;
    if (unread.length < end) return false;
    const first = unread.readUInt8(0);
    const payload = unread.subarray(2 + more, end);
    this.unread = unread.subarray(end);
    this.heard(first, payload);
    return true;
  }

  private heard(first: number, payload: Buffer): void {
    const opcode = first & 15;
    if (opcode === opcodes.ping) return this.frame(opcodes.pong, payload);
    if (opcode === opcodes.close) return this.close();
    if (opcode === opcodes.pong) return;
    if (opcode !== 0) this.kind = opcode;
    this.parts.push(payload);
    if (first < 128) return;
    const whole = Buffer.concat(this.parts);
    this.parts = [];
    this.tell('message', this.kind === opcodes.text ? decoder.decode(whole) : whole);
  }

  private frame(opcode: number, payload: Buffer): void {
    if (this.connection.destroyed) return;
    const { length } = payload;
    const size = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : [];
    if (size.length === 0) throw new Error('nothing so long is sent');
    const [head = 0, ...rest] = size;
    const mask = crypto.getRandomValues(new Uint8Array(4));
    const masked = payload.map((byte, i) => byte ^ (mask[i & 3] ?? 0));
    this.connection.write(
      Buffer.concat([Buffer.from([opcode | 128, head | 128, ...rest]), mask, masked]),
    );
  }
}
