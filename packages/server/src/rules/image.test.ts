// Pictures are put together here part by part, so that what is to be left out can be put in.
import { describe, expect, test } from 'bun:test';
import { deflateSync } from 'node:zlib';
import { Media_Type as Type, OperationError } from '@hubbub/protocol';
import fc from 'fast-check';
import { readImage } from './image.ts';

const secret = 'GPS 52.5 13.4 taken by me';

function chunk(name: string, data: Uint8Array | string): Buffer {
  const body = Buffer.from(data as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(Bun.hash.crc32(Buffer.concat([Buffer.from(name), body])));
  return Buffer.concat([length, Buffer.from(name), body, crc]);
}

function png(width = 3, height = 2, extra: readonly Buffer[] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const pixels = chunk('IDAT', deflateSync(Buffer.alloc((3 + 1) * 2)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), ...extra, pixels, chunk('IEND', '')]);
}

function segment(marker: number, data: Uint8Array | string): Buffer {
  const body = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data);
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

const frame = segment(0xc2, Uint8Array.from([8, 0, 40, 0, 30, 1, 1, 0x11, 0]));
/** Two scans, with an escaped byte and a restart in their data. */
const scans = Buffer.concat([
  segment(0xda, Uint8Array.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4]),
  segment(0xc4, Uint8Array.from([0, 1, 2])),
  segment(0xda, Uint8Array.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([9, 9, 9]),
]);
const end = Buffer.from([0xff, 0xd9]);

function jpeg(...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, frame, scans, end]);
}

function exif(orientation: number, isLittle: boolean): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(isLittle ? 'II' : 'MM');
  const write16 = (value: number, at: number) =>
    isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const write32 = (value: number, at: number) =>
    isLittle ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  write16(42, 2);
  write32(8, 4);
  write16(1, 8);
  write16(0x0112, 10);
  write16(3, 12);
  write32(1, 14);
  write16(orientation, 18);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(secret)]));
}

function riff(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const head = Buffer.from('RIFF\0\0\0\0');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

function webpChunk(name: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

const canvas = Buffer.from([0x2c, 0, 0, 0, 99, 0, 0, 49, 0, 0]);
const lossless = webpChunk('VP8L', Buffer.from([0x2f, 99, 0x40, 0x0c, 0, 0, 0]));

const gif = (...blocks: readonly Buffer[]) =>
  Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([5, 0, 4, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6]),
    ...blocks,
    Buffer.from([0x2c, 0, 0, 0, 0, 5, 0, 4, 0, 0, 2, 1, 0x44, 0, 0x3b]),
  ]);
const block = (label: number, ...parts: readonly string[]) =>
  Buffer.concat([
    Buffer.from([0x21, label]),
    ...parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])),
    Buffer.from([0]),
  ]);

function reasonOf(bytes: Uint8Array): string {
  try {
    readImage(bytes);
  } catch (error) {
    if (error instanceof OperationError) return error.reason;
    throw error;
  }
  return 'none';
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('png', () => {
  test('notes are left out, what is shown is kept to the byte', () => {
    const noted = png(3, 2, [
      chunk('gAMA', Uint8Array.from([0, 0, 177, 143])),
      chunk('tEXt', `Comment\0${secret}`),
      chunk('eXIf', secret),
      chunk('iTXt', secret),
    ]);
    const read = readImage(Buffer.concat([noted, Buffer.from(secret)]));
    expect(read).toMatchObject({ type: Type.PNG, width: 3, height: 2 });
    const clean = png(3, 2, [chunk('gAMA', Uint8Array.from([0, 0, 177, 143]))]);
    expect(Buffer.from(read.bytes).equals(clean)).toBe(true);
  });

  test('32 million pixels and not one more', () => {
    expect(reasonOf(png(8000, 4000))).toBe('none');
    expect(reasonOf(png(8000, 4001))).toBe('PIXELS');
    expect(reasonOf(png(0xffffffff, 0xffffffff))).toBe('PIXELS');
    expect(reasonOf(png(0, 4))).toBe('IMAGE');
  });
});

describe('jpeg', () => {
  test.each([
    ['little', true],
    ['big', false],
  ] as const)('only which way is up is kept of the Exif (%s endian)', (_name, isLittle) => {
    const read = readImage(jpeg(segment(0xe0, 'JFIF\0'), exif(6, isLittle)));
    expect(read).toMatchObject({ type: Type.JPEG, width: 40, height: 30 });
    expect(textOf(read.bytes)).not.toContain('GPS');
    // And it is found again in what was made of it.
    expect(readImage(read.bytes)).toMatchObject({ width: 40, height: 30 });
    expect(Buffer.from(readImage(read.bytes).bytes).equals(Buffer.from(read.bytes))).toBe(true);
  });

  test('comments, other notes and what follows the end are left out; colours are kept', () => {
    const icc = segment(0xe2, 'ICC_PROFILE\0\u0001\u0001profile');
    const adobe = segment(0xee, 'Adobe\0d');
    const noted = jpeg(
      segment(0xfe, secret),
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${secret}`),
      icc,
      segment(0xe2, `MPF\0${secret}`),
      segment(0xed, secret),
      adobe,
    );
    const read = readImage(Buffer.concat([noted, Buffer.from(secret)]));
    expect(read).toMatchObject({ width: 30, height: 40 });
    expect(Buffer.from(read.bytes).equals(jpeg(icc, adobe))).toBe(true);
  });

  test('one that ends midway is damaged', () => {
    const whole = jpeg();
    expect(reasonOf(whole)).toBe('none');
    expect(reasonOf(whole.subarray(0, whole.length - 2))).toBe('IMAGE');
  });
});

describe('webp', () => {
  test('Exif and XMP are left out, and the head says so', () => {
    const noted = riff(
      webpChunk('VP8X', canvas),
      lossless,
      webpChunk('EXIF', Buffer.from(secret)),
      webpChunk('XMP ', Buffer.from(secret)),
    );
    const read = readImage(noted);
    expect(read).toMatchObject({ type: Type.WEBP, width: 100, height: 50 });
    const plain = Buffer.from(canvas);
    plain[0] = 0x20;
    expect(Buffer.from(read.bytes).equals(riff(webpChunk('VP8X', plain), lossless))).toBe(true);
  });

  test('a size without a canvas', () => {
    expect(readImage(riff(lossless))).toMatchObject({ width: 100, height: 50 });
    const key = Buffer.from([0, 0, 0, 0x9d, 1, 0x2a, 7, 0, 9, 0]);
    expect(readImage(riff(webpChunk('VP8 ', key), lossless))).toMatchObject({
      width: 7,
      height: 9,
    });
  });
});

test('gif: comments and what programs add are left out, repeating is kept', () => {
  const loop = block(0xff, 'NETSCAPE2.0', '\u0001\0\0');
  const noted = gif(block(0xfe, secret), loop, block(0xff, 'XMP DataXMP', secret));
  const read = readImage(Buffer.concat([noted, Buffer.from(secret)]));
  expect(read).toMatchObject({ type: Type.GIF, width: 5, height: 4 });
  expect(Buffer.from(read.bytes).equals(gif(loop))).toBe(true);
});

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['a page', '<svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>'],
  ['a page behind a magic number', 'GIF89a<script>alert(1)</script>'],
  ['a sound', 'RIFF\u0004\0\0\0WAVEfmt '],
])('no picture: %s', (_what, text) => {
  expect(reasonOf(Buffer.from(text, 'latin1'))).toBe('IMAGE');
});

test('whatever bytes come: a picture, or a refusal; and never more than came', () => {
  const originals = [png(), jpeg(exif(3, true)), riff(webpChunk('VP8X', canvas), lossless), gif()];
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }),
      fc.nat(300),
      (original, changes, length) => {
        const bytes = Uint8Array.from(original.subarray(0, Math.max(4, length)));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const reason = reasonOf(bytes);
        expect(['none', 'IMAGE', 'PIXELS']).toContain(reason);
        if (reason === 'none')
          expect(readImage(bytes).bytes.length).toBeLessThanOrEqual(bytes.length + 36);
      },
    ),
    { numRuns: 3000 },
  );
});
