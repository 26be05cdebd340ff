// Masking (RFC 6455, 5.1 and 5.3): a client masks every frame, and a server closes on one that is not.
import { binary, close, more, ping, pong, request, text, type FrameCase } from './case.ts';

const unmasked = { mask: undefined };
const fails = { fails: 1002 } as const;

const masks = [
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff],
  [1, 0, 0, 0],
  [0, 0, 0, 1],
  [0x7b, 0x22, 0x69, 0x64],
  [0x80, 0x40, 0x20, 0x10],
] as const;

export const masking: readonly FrameCase[] = [
  ...masks.map((mask): FrameCase => ({
    name: `mask ${mask.join(' ')}`,
    send: [text(request(1), { mask }), text(request(2), { mask })],
    replies: [1, 2],
    end: 'open',
  })),
  ...[0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17].map((length): FrameCase => ({
    name: `a masked ping of ${length} bytes is unmasked to its end`,
    send: [ping('abcdefghijklmnopq'.slice(0, length), { mask: [9, 8, 7, 6] })],
    pongs: ['abcdefghijklmnopq'.slice(0, length)],
    end: 'open',
  })),
  {
    name: 'each fragment has a mask of its own',
    send: [
      text('{"id":1,', { fin: false, mask: [1, 2, 3, 4] }),
      more('"op":', { fin: false, mask: [0, 0, 0, 0] }),
      more('"no.such"}', { mask: [250, 251, 252, 253] }),
    ],
    replies: [1],
    end: 'open',
  },
  { name: 'an unmasked text', send: [text(request(1), unmasked)], end: fails },
  { name: 'an unmasked binary message', send: [binary('x', unmasked)], end: fails },
  { name: 'an unmasked ping', send: [ping('x', unmasked)], end: fails },
  { name: 'an unmasked empty ping', send: [ping('', unmasked)], end: fails },
  { name: 'an unmasked pong', send: [pong('x', unmasked)], end: fails },
  { name: 'an unmasked close', send: [close(1000, '', unmasked)], end: fails },
  {
    name: 'an unmasked last fragment',
    send: [text('{"id":1,', { fin: false }), more('"op":"no.such"}', unmasked)],
    end: fails,
  },
  {
    name: 'an unmasked text behind a good one',
    send: [text(request(1)), text(request(2), unmasked)],
    end: fails,
  },
];
