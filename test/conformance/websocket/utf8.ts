// UTF-8 in text messages and close reasons (RFC 6455, 8.1, and RFC 3629): what is no UTF-8 fails the connection with 1007,
// wherever frames are cut; whatever is UTF-8 gets through.
import { binary, close, fragments, more, ping, pieces, text, type FrameCase } from './case.ts';
import { bytesOf, join } from './frame.ts';

const fails = { fails: 1007 } as const;

/** The first and the last code point of each length and of each block that RFC 3629 names, and non-characters. */
const codePoints = [
  0x20, 0x7e, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xcfff, 0xd000, 0xd7ff, 0xe000, 0xfdd0,
  0xfeff, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1fffe, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff,
];
const phrases = [
  'κόσμε',
  '안녕하세요',
  '你好世界',
  'こんにちは',
  '👩‍👩‍👧‍👦',
  'e\u0301\u0327',
  '\u202eabc',
];

/** Byte sequences that are no UTF-8. */
const broken: Readonly<Record<string, string>> = {
  'a lone continuation byte 80': '80',
  'a lone continuation byte bf': 'bf',
  'two continuation bytes': '80bf',
  'six continuation bytes': '80bf80bf80bf',
  'a lone first byte c2': 'c220',
  'a lone first byte df': 'df20',
  'a lone first byte e0': 'e020',
  'a lone first byte ef': 'ef20',
  'a lone first byte f0': 'f020',
  'a lone first byte f4': 'f420',
  'two bytes of three': 'e18020',
  'two bytes of four': 'f19020',
  'three bytes of four': 'f1908020',
  'a first byte behind a first byte': 'c2c280',
  'c0, which no code point has': 'c080',
  'an overlong slash in two bytes': 'c0af',
  'the last overlong sequence of two bytes': 'c1bf',
  'an overlong slash in three bytes': 'e080af',
  'the last overlong sequence of three bytes': 'e09fbf',
  'an overlong NUL in three bytes': 'e08080',
  'an overlong slash in four bytes': 'f08080af',
  'the last overlong sequence of four bytes': 'f08fbfbf',
  'an overlong NUL in four bytes': 'f0808080',
  'the first high surrogate': 'eda080',
  'the last private high surrogate': 'edafbf',
  'the last common high surrogate': 'edadbf',
  'the first low surrogate': 'edb080',
  'the last low surrogate': 'edbfbf',
  'a pair of surrogates': 'eda080edb080',
  'another pair of surrogates': 'edafbfedbfbf',
  'U+110000': 'f4908080',
  'the last sequence that begins with f4': 'f4bfbfbf',
  'a first byte f5': 'f5808080',
  'a first byte f7': 'f7bfbfbf',
  'a sequence of five bytes': 'f888808080',
  'a sequence of six bytes': 'fc8480808080',
  'the byte fe': 'fe',
  'the byte ff': 'ff',
  'fe fe ff ff': 'fefeffff',
  'Latin-1': 'e4f6fc',
};

/** Sequences that stop before their end, at the end of the message. */
const unfinished = ['c2', 'df', 'e0a0', 'efbf', 'f0', 'f090', 'f09080', 'f48fbf'];

function inRequest(bytes: Uint8Array): Uint8Array {
  return join([bytesOf('{"id":1,"op":"no.such","args":"'), bytes, bytesOf('"}')]);
}

const letter = (point: number) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
const passes = { replies: [1], end: 'open' } as const;

const whole: readonly FrameCase[] = [
  ...codePoints.map((point) => [letter(point), String.fromCodePoint(point)] as const),
  ...phrases.map((phrase) => [phrase, phrase] as const),
].map(([name, said]) => ({
  name: `${name} is text`,
  send: [text(inRequest(bytesOf(said)))],
  ...passes,
}));

const split: readonly FrameCase[] = codePoints
  .filter((point) => point > 0x7f)
  .map((point) => ({
    name: `${letter(point)} with a fragment for each byte, and a ping between them`,
    send: fragments(pieces(inRequest(bytesOf(String.fromCodePoint(point))), 1)).flatMap((one, i) =>
      i === 31 ? [one, ping('within')] : [one],
    ),
    pongs: ['within'],
    ...passes,
  }));

const refused: readonly FrameCase[] = Object.entries(broken).flatMap(([name, hex]) => {
  const bytes = inRequest(Uint8Array.fromHex(hex));
  const at = 32;
  return [
    { name: `${name} is no text`, send: [text(bytes)], end: fails },
    {
      name: `${name} is no text, cut behind its first byte`,
      send: [text(bytes.slice(0, at), { fin: false }), more(bytes.slice(at))],
      end: fails,
    },
  ];
});

const atTheEnd: readonly FrameCase[] = unfinished.flatMap((hex) => {
  const bytes = Uint8Array.fromHex(hex);
  return [
    { name: `a text that ends within ${hex}`, send: [text(bytes)], end: fails },
    {
      name: `a fragmented text that ends within ${hex}`,
      send: [text(bytes, { fin: false }), more('')],
      end: fails,
    },
  ];
});

const elsewhere: readonly FrameCase[] = [
  ...['ff', 'c0af', 'eda080'].map((hex): FrameCase => ({
    name: `${hex} in the reason of a close`,
    send: [close(1000, Uint8Array.fromHex(hex))],
    end: fails,
  })),
  {
    name: 'bytes that are no text in a ping come back as they are',
    send: [ping(Uint8Array.of(0xff, 0xc0, 0xaf))],
    pongs: ['ffc0af'],
    end: 'open',
  },
  {
    name: 'bytes that are no text in a binary message are the codec’s affair',
    codec: 'proto',
    send: [binary(Uint8Array.of(0xff, 0xff))],
    replies: [],
    end: { close: 4504 },
  },
  {
    name: 'no text behind a good message, in one write',
    send: [join([text(inRequest(bytesOf('x'))), text(Uint8Array.of(0xff))])],
    end: fails,
  },
  {
    name: 'a good text behind one that is none has no effect',
    send: [text(Uint8Array.of(0xff)), text(inRequest(bytesOf('x')))],
    replies: [],
    end: fails,
  },
];

export const utf8: readonly FrameCase[] = [
  ...whole,
  ...split,
  ...refused,
  ...atTheEnd,
  ...elsewhere,
];
