// The closing handshake (RFC 6455, 5.5.1 and 7): which codes may stand in a close frame, how long it may be, what comes back.
import { close, ping, request, text, type FrameCase } from './case.ts';
import { frame, join, opcodes } from './frame.ts';

const fails = { fails: 1002 } as const;

/** 7.4.1, 7.4.2 and the registry of IANA. */
const good = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4504,
  4999,
];
const bad = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 10_000, 65_535];

export const closing: readonly FrameCase[] = [
  { name: 'a close without a code', send: [close()], end: { close: 1005 } },
  ...good.map((code): FrameCase => ({
    name: `close ${code}`,
    send: [close(code)],
    end: { close: code },
  })),
  ...bad.map((code): FrameCase => ({ name: `close ${code}`, send: [close(code)], end: fails })),
  ...bad.slice(0, 6).map((code): FrameCase => ({
    name: `close ${code} with a reason`,
    send: [close(code, 'why')],
    end: fails,
  })),
  ...[1, 10, 122, 123].map((length): FrameCase => ({
    name: `a close with a reason of ${length} bytes`,
    send: [close(1000, 'x'.repeat(length))],
    end: { close: 1000 },
  })),
  {
    name: 'a close with a reason of many alphabets',
    send: [close(1000, 'κόσμε 안녕 你好 👋')],
    end: { close: 1000 },
  },
  { name: 'a close of one byte', send: [close(undefined, 'x')], end: fails },
  ...[124, 1000].map((length): FrameCase => ({
    name: `a close with a reason of ${length} bytes, which no control frame holds`,
    send: [close(1000, 'x'.repeat(length))],
    end: fails,
  })),
  {
    name: 'a close behind a request, in one write',
    send: [join([text(request(1)), close(1000)])],
    end: { close: 1000 },
  },
  {
    name: 'nothing is answered behind a close',
    send: [close(1000), text(request(1)), ping('late')],
    replies: [],
    pongs: [],
    end: { close: 1000 },
  },
  {
    name: 'nothing is answered behind a close in the same write',
    send: [join([close(1000), text(request(1)), ping('late')])],
    replies: [],
    pongs: [],
    end: { close: 1000 },
  },
  { name: 'two closes are answered once', send: [close(1001), close(1002)], end: { close: 1001 } },
  {
    name: 'two closes in one write are answered once',
    send: [join([close(3000), close(3001)])],
    end: { close: 3000 },
  },
  {
    name: 'a close in two pieces',
    send: [close(1000).slice(0, 7), close(1000).slice(7)],
    end: { close: 1000 },
  },
  {
    name: 'a close behind a ping',
    send: [join([ping('first'), close(1000)])],
    pongs: ['first'],
    end: { close: 1000 },
  },
  {
    name: 'a frame that breaks the rules behind a close changes nothing',
    send: [close(1000), frame({ opcode: opcodes.text, rsv: 7 })],
    end: { close: 1000 },
  },
  ...[0, 1, 999, 1005].map((code): FrameCase => ({
    name: `close ${code} behind a request`,
    send: [text(request(1)), close(code)],
    end: fails,
  })),
];
