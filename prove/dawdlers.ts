// Sockets that never come to the point, and the ways in which they do not.
import { connect } from 'node:net';

interface Way {
  readonly name: string;
  readonly door: 'http' | 'grpc';
  /** Said at once. */
  readonly first: string | Buffer;
  /** Then a byte of it each second, over and over; without it, silence. */
  readonly drip?: string;
  readonly isUpToRuntime?: true;
}

export interface Dawdler {
  readonly name: string;
  /** Until it was cut; undefined while it is there. */
  tookMs: number | undefined;
  leave(): void;
}

const everyMs = 1_000;
const isUpToRuntime = true;

const upgrade =
  'GET /v1/socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const post =
  'POST /hubbub.v1.AccountService/LogIn HTTP/1.1\r\nHost: localhost\r\n' +
  'Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{';
/** The beginning of a ClientHello that has 512 bytes. */
const hello = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]);
const prelude = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const preface = Buffer.from(prelude);
const settings = frame(4, 0, Buffer.alloc(0));
const stream = 1;
/** A call, its header literal and without Huffman's code; and the beginning of a message of 900 bytes. */
const head = frame(
  1,
  4,
  Buffer.concat(
    [
      [':method', 'POST'],
      [':scheme', 'http'],
      [':path', '/hubbub.v1.AccountService/LogIn'],
      [':authority', 'localhost'],
      ['content-type', 'application/grpc'],
      ['te', 'trailers'],
    ].map(literal),
  ),
);
const body = frame(0, 0, Buffer.from([0, 0, 0, 3, 0x84, 0x0a]));

export const waysIn: readonly Way[] = [
  { name: 'silence', door: 'http', first: '', isUpToRuntime },
  {
    name: 'header',
    door: 'http',
    first: 'GET / HTTP/1.1\r\nHost: localhost\r\nX-',
    drip: 'abc',
    isUpToRuntime,
  },
  { name: 'upgrade', door: 'http', first: upgrade.slice(0, 90), isUpToRuntime },
  {
    name: 'frame',
    door: 'http',
    // A message of 254 bytes, under a mask of zeros.
    first: Buffer.concat([
      Buffer.from(`${upgrade}Sec-WebSocket-Protocol: hubbub.json\r\n\r\n`),
      Buffer.from([0x81, 0xfe, 0, 0xfe, 0, 0, 0, 0]),
    ]),
    drip: ' ',
  },
  { name: 'hello', door: 'http', first: hello, drip: 'abc' },
  { name: 'body', door: 'http', first: post, drip: ' ' },
  { name: 'grpcSilence', door: 'grpc', first: '' },
  { name: 'grpcPreface', door: 'grpc', first: preface.subarray(0, 7) },
  { name: 'grpcHello', door: 'grpc', first: hello, drip: 'abc' },
  { name: 'grpcIdle', door: 'grpc', first: Buffer.concat([preface, settings]) },
  {
    name: 'grpcHeader',
    door: 'grpc',
    first: Buffer.concat([preface, settings, head.subarray(0, 20)]),
  },
  { name: 'grpcBody', door: 'grpc', first: Buffer.concat([preface, settings, head, body]) },
];

export function dawdle(
  { name, door, first, drip }: Way,
  ports: Readonly<Record<'http' | 'grpc', number>>,
): Dawdler {
  const socket = connect(ports[door], '127.0.0.1');
  const began = performance.now();
  const dawdler: Dawdler = { name, tookMs: undefined, leave: () => void socket.destroy() };
  socket.write(first);
  let at = 0;
  const timer = setInterval(() => {
    if (drip !== undefined) socket.write(drip.charAt(at++ % drip.length));
  }, everyMs);
  // What it is told is read, so that it sees the end.
  socket.resume();
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(timer);
    dawdler.tookMs = performance.now() - began;
  });
  return dawdler;
}

function frame(type: number, flags: number, payload: Buffer): Buffer {
  const { length } = payload;
  const id = type === 4 ? 0 : stream;
  const start = [length >> 16, (length >> 8) & 255, length & 255, type, flags, 0, 0, 0, id];
  return Buffer.concat([Buffer.from(start), payload]);
}

function literal([name = '', value = '']: readonly string[]): Buffer {
  const start = Buffer.from([0, name.length]);
  return Buffer.concat([start, Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]);
}
