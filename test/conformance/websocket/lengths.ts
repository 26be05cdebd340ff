// Payload lengths (RFC 6455, 5.2): three forms, of which the shortest has to be taken, and the server's own limit of 64 KiB
// (docs/protocol.md).
import { binary, pieces, ping, pong, request, requestOf, text, type FrameCase } from './case.ts';
import { frame, join, opcodes } from './frame.ts';

const tooLarge = { fails: 1009 } as const;
const fails = { fails: 1002 } as const;

export const lengths: readonly FrameCase[] = [
  ...[60, 124, 125, 126, 127, 128, 255, 256, 1024, 32_767, 32_768, 65_534, 65_535, 65_536].map(
    (length): FrameCase => ({
      name: `a text of ${length} bytes`,
      send: [text(requestOf(length))],
      replies: [1],
      end: 'open',
    }),
  ),
  ...[65_537, 65_600, 131_072].map((length): FrameCase => ({
    name: `a text of ${length} bytes`,
    send: [text(requestOf(length))],
    replies: [],
    end: tooLarge,
  })),
  {
    name: 'fragments that are too large together',
    send: [
      text(requestOf(65_000), { fin: false }),
      frame({ opcode: opcodes.more, payload: 'x'.repeat(2000) }),
    ],
    replies: [],
    end: tooLarge,
  },
  ...(
    [
      ['16 MiB', 16_777_216n],
      ['4 GiB', 4_294_967_296n],
      ['4 GiB and 10 bytes', 4_294_967_306n],
      ['2^53', 2n ** 53n],
      ['2^62', 2n ** 62n],
      ['2^63 - 1', 2n ** 63n - 1n],
    ] as const
  ).flatMap(([name, claims]): FrameCase[] => [
    {
      name: `a text that claims ${name}`,
      send: [text('{"id":1', { claims, form: 64 })],
      end: tooLarge,
    },
    {
      name: `a fragment that claims ${name}`,
      send: [text('{"id":1', { claims, form: 64, fin: false })],
      end: tooLarge,
    },
  ]),
  ...[2n ** 63n, 2n ** 63n + 5n, 2n ** 64n - 1n].map((claims): FrameCase => ({
    name: `a length of ${claims}, whose highest bit must be 0`,
    send: [text('{"id":1', { claims, form: 64 })],
    // Too large it is as well; which of the two comes first the text leaves open.
    end: { fails: [1002, 1009] },
  })),
  ...([16, 64] as const).flatMap((form): FrameCase[] =>
    [48, 125].map((length) => ({
      name: `${length} bytes with a length of ${form} bits`,
      send: [text(requestOf(length), { form })],
      end: fails,
    })),
  ),
  ...[126, 1024, 65_535].map((length): FrameCase => ({
    name: `${length} bytes with a length of 64 bits`,
    send: [text(requestOf(length), { form: 64 })],
    end: fails,
  })),
  ...([16, 64] as const).flatMap((form) =>
    [0, 4, 125].map((length): FrameCase => ({
      name: `a ping of ${length} bytes with a length of ${form} bits`,
      send: [ping('x'.repeat(length), { form })],
      pongs: [],
      end: fails,
    })),
  ),
  ...[126, 127, 1024].flatMap((length): FrameCase[] => [
    { name: `a ping of ${length} bytes`, send: [ping('x'.repeat(length))], pongs: [], end: fails },
    { name: `a pong of ${length} bytes`, send: [pong('x'.repeat(length))], end: fails },
  ]),
  {
    name: 'a length of 16 bits, written in pieces of three bytes',
    send: pieces(text(requestOf(300)), 3),
    replies: [1],
    end: 'open',
  },
  {
    name: 'an empty binary message is no frame of ours',
    codec: 'proto',
    send: [binary('')],
    replies: [],
    end: 'open',
  },
  {
    name: 'two messages of different lengths in one write',
    send: [join([text(requestOf(126, 1)), text(request(2)), text(requestOf(65_536, 3))])],
    replies: [1, 2, 3],
    end: 'open',
  },
];
