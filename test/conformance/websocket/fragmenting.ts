// Fragmentation (RFC 6455, 5.4): one message in many frames, control frames between them, and what breaks the rule.
import {
  binary,
  close,
  fragments,
  more,
  pieces,
  ping,
  pong,
  request,
  requestOf,
  text,
  type FrameCase,
} from './case.ts';
import { bytesOf, frame, join } from './frame.ts';

const [first, second, third] = ['{"id":1,', '"op":', '"no.such"}'] as const;
const begin = text(first, { fin: false });
const fails = { fails: 1002 } as const;
const ten = Array.from({ length: 10 }, (_, i) => `${i}`);
const controls = { ping: ping('now'), pong: pong('now') };

const good: readonly FrameCase[] = [
  { name: 'two fragments', send: fragments([first, second + third]) },
  { name: 'three fragments', send: fragments([first, second, third]) },
  { name: 'an empty first fragment', send: fragments(['', first, second, third]) },
  { name: 'an empty middle fragment', send: fragments([first, '', second, third]) },
  { name: 'an empty last fragment', send: fragments([first, second, third, '']) },
  { name: 'twenty empty fragments between', send: fragments([first, ...none(20), second, third]) },
  { name: 'a fragment for each byte', send: fragments(pieces(bytesOf(request(1)), 1)) },
  { name: 'all fragments in one write', send: [join(fragments([first, second, third]))] },
  {
    name: 'a 16-bit length in one fragment',
    send: fragments(pieces(bytesOf(requestOf(400)), 300)),
  },
  { name: '64 KiB in 16 fragments', send: fragments(pieces(bytesOf(requestOf(65_536)), 4096)) },
].map((one) => ({ ...one, replies: [1], end: 'open' }) as const);

const cut: readonly FrameCase[] = [1, 2, 3, 5, 7, 11].map((size) => ({
  name: `a message written in pieces of ${size}`,
  send: pieces(join([text(request(1)), ping('end')]), size),
  replies: [1],
  pongs: ['end'],
  end: 'open',
}));

const cutFragments: readonly FrameCase[] = [1, 3, 8].map((size) => ({
  name: `fragments and a ping written in pieces of ${size}`,
  send: pieces(join([begin, ping('between'), more(second + third)]), size),
  replies: [1],
  pongs: ['between'],
  end: 'open',
}));

const between: readonly FrameCase[] = Object.entries(controls).flatMap(([name, control]) => [
  {
    name: `a ${name} between two fragments`,
    send: [begin, control, more(second + third)],
    pongs: name === 'ping' ? ['now'] : [],
    replies: [1],
    end: 'open',
  },
  {
    name: `a ${name} between each two of three fragments, in one write`,
    send: [join([begin, control, more(second, { fin: false }), control, more(third)])],
    pongs: name === 'ping' ? ['now', 'now'] : [],
    replies: [1],
    end: 'open',
  },
  {
    name: `a ${name} before a last fragment that is empty`,
    send: [text(request(1), { fin: false }), control, more('')],
    pongs: name === 'ping' ? ['now'] : [],
    replies: [1],
    end: 'open',
  },
]);

const broken: readonly FrameCase[] = [
  { name: 'a continuation of nothing', send: [more(request(1))], end: fails },
  { name: 'a continuation of nothing, not final', send: [more('x', { fin: false })], end: fails },
  { name: 'an empty continuation of nothing', send: [more('')], end: fails },
  {
    name: 'a continuation behind a whole message',
    send: [text(request(1)), more(request(2))],
    end: fails,
  },
  {
    name: 'a continuation behind a fragmented message',
    send: [...fragments([first, second + third]), more(request(2))],
    end: fails,
  },
  { name: 'a text within a fragmented text', send: [begin, text(request(2))], end: fails },
  { name: 'a first text fragment within another', send: [begin, begin], end: fails },
  { name: 'a binary message within a fragmented text', send: [begin, binary('x')], end: fails },
  {
    name: 'a text within a fragmented text, behind a continuation',
    send: [begin, more(second, { fin: false }), text(request(2)), more(third)],
    end: fails,
  },
  ...Object.entries({ ping: 9, pong: 10, close: 8 }).flatMap(([name, opcode]): FrameCase[] => [
    { name: `a ${name} that is not final`, send: [frame({ opcode, fin: false })], end: fails },
    {
      name: `a ${name} that is not final, and its continuation`,
      send: [frame({ opcode, fin: false, payload: 'ab' }), more('c')],
      end: fails,
    },
    {
      name: `a ${name} that is not final between two fragments`,
      send: [begin, frame({ opcode, fin: false }), more(second + third)],
      end: fails,
    },
  ]),
];

const ended: readonly FrameCase[] = [
  {
    name: 'a close between two fragments ends it, and the message is not answered',
    send: [begin, close(1000), more(second + third)],
    replies: [],
    end: { close: 1000 },
  },
  {
    name: 'a message that was begun twice over and finished each time',
    send: [...fragments([first, second + third]), ...fragments(['{"id":2,', second, third])],
    replies: [1, 2],
    end: 'open',
  },
  {
    name: 'ten pings between two fragments',
    send: [begin, ...ten.map((one) => ping(one)), more(second + third)],
    pongs: ten,
    replies: [1],
    end: 'open',
  },
];

function none(count: number): string[] {
  return Array<string>(count).fill('');
}

export const fragmenting: readonly FrameCase[] = [
  ...good,
  ...cut,
  ...cutFragments,
  ...between,
  ...broken,
  ...ended,
];
