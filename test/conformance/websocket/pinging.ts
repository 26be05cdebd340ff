// Ping and pong (RFC 6455, 5.5.2 and 5.5.3): a pong holds what the ping held, at once and in order; pongs nobody asked for
// are no reason for anything.
import { fragments, ping, pong, request, text, type FrameCase } from './case.ts';
import { frame, join, opcodes } from './frame.ts';

const bytes = (hex: string) => Uint8Array.fromHex(hex);
const many = Array.from({ length: 50 }, (_, i) => `ping ${i}`);

export const pinging: readonly FrameCase[] = [
  { name: 'an empty ping', send: [ping('')], pongs: [''], end: 'open' },
  ...['x', 'hello', '안녕', 'x'.repeat(124), 'x'.repeat(125)].map((payload): FrameCase => ({
    name: `a ping of ${new TextEncoder().encode(payload).length} bytes: ${payload.slice(0, 5)}`,
    send: [ping(payload)],
    pongs: [payload],
    end: 'open',
  })),
  ...['00', '00ff00ff', 'fffefdfcfb', 'c0af', '0d0a0d0a'].map((hex): FrameCase => ({
    name: `a ping of the bytes ${hex}`,
    send: [ping(bytes(hex))],
    pongs: [hex],
    end: 'open',
  })),
  { name: '50 pings in order', send: many.map((one) => ping(one)), pongs: many, end: 'open' },
  {
    name: '50 pings in one write',
    send: [join(many.map((one) => ping(one)))],
    pongs: many,
    end: 'open',
  },
  {
    name: 'a ping written byte by byte',
    send: [...ping('slowly')].map((byte) => Uint8Array.of(byte)),
    pongs: ['slowly'],
    end: 'open',
  },
  { name: 'a pong nobody asked for', send: [pong('news')], pongs: [], end: 'open' },
  { name: 'an empty pong', send: [pong('')], pongs: [], end: 'open' },
  { name: 'a pong of 125 bytes', send: [pong('x'.repeat(125))], pongs: [], end: 'open' },
  {
    name: 'a pong nobody asked for, then a ping',
    send: [pong('news'), ping('and now?')],
    pongs: ['and now?'],
    end: 'open',
  },
  {
    name: '50 pongs in one write',
    send: [join(many.map((one) => pong(one)))],
    pongs: [],
    end: 'open',
  },
  {
    name: 'requests and pings in turn',
    send: [text(request(1)), ping('a'), text(request(2)), ping('b')],
    replies: [1, 2],
    pongs: ['a', 'b'],
    end: 'open',
  },
  {
    name: 'requests and pings in one write',
    send: [join([text(request(1)), ping('a'), text(request(2)), ping('b')])],
    replies: [1, 2],
    pongs: ['a', 'b'],
    end: 'open',
  },
  {
    name: 'a ping before the first byte of a fragmented message',
    send: [ping('before'), ...fragments(['{"id":1,', '"op":"no.such"}'])],
    replies: [1],
    pongs: ['before'],
    end: 'open',
  },
  {
    name: 'a ping behind a message in two writes',
    send: splitAround(text(request(1)), 10),
    replies: [1],
    pongs: ['whole'],
    end: 'open',
  },
];

/** One frame in two writes, and a ping behind. */
function splitAround(whole: Uint8Array, at: number): Uint8Array[] {
  return [whole.slice(0, at), whole.slice(at), frame({ opcode: opcodes.ping, payload: 'whole' })];
}
