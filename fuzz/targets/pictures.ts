// Small pictures of each kind, put together part by part, with parts that are to be left out among those that stay.
const bytes = (...values: readonly number[]) => Buffer.from(values);

function chunk(name: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(name, 4, 'latin1');
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(Bun.hash.crc32(Buffer.concat([Buffer.from(name), data])));
  return Buffer.concat([head, data, crc]);
}

function segment(marker: number, data: Uint8Array): Buffer {
  const head = bytes(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff);
  return Buffer.concat([head, data]);
}

function webpChunk(name: string, data: Uint8Array): Buffer {
  const size = bytes(data.length, 0, 0, 0);
  return Buffer.concat([Buffer.from(name), size, data, Buffer.alloc(data.length % 2)]);
}

const note = Buffer.from('Comment\0taken by me');

const png = Buffer.concat([
  bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  chunk('IHDR', bytes(0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0)),
  chunk('gAMA', bytes(0, 0, 177, 143)),
  chunk('tEXt', note),
  chunk('acTL', bytes(0, 0, 0, 1, 0, 0, 0, 0)),
  chunk('IDAT', Buffer.from(Bun.deflateSync(new Uint8Array(20)))),
  chunk('IEND', bytes()),
]);

const orientation = Buffer.from('49492a00080000000100120103000100000006000000', 'hex');
const jpeg = Buffer.concat([
  bytes(0xff, 0xd8),
  segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
  segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), orientation, bytes(0, 0, 0, 0), note])),
  segment(0xfe, note),
  segment(0xdb, Buffer.alloc(65, 1)),
  segment(0xc2, bytes(8, 0, 40, 0, 30, 1, 1, 0x11, 0)),
  segment(0xda, bytes(1, 1, 0, 0, 63, 0)),
  bytes(1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4),
  segment(0xc4, bytes(0, 1, 2)),
  segment(0xda, bytes(1, 1, 0, 0, 63, 0)),
  bytes(9, 9, 9, 0xff, 0xd9),
]);

const gif = Buffer.concat([
  Buffer.from('GIF89a'),
  bytes(5, 0, 4, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6),
  bytes(0x21, 0xff, 11),
  Buffer.from('NETSCAPE2.0'),
  bytes(3, 1, 0, 0, 0),
  bytes(0x21, 0xfe, note.length),
  note,
  bytes(0, 0x21, 0xf9, 4, 0, 10, 0, 0, 0),
  bytes(0x2c, 0, 0, 0, 0, 5, 0, 4, 0, 0, 2, 1, 0x44, 0, 0x3b),
]);

const webpBody = Buffer.concat([
  Buffer.from('WEBP'),
  webpChunk('VP8X', bytes(0x2c, 0, 0, 0, 99, 0, 0, 49, 0, 0)),
  webpChunk('ICCP', note),
  webpChunk('VP8L', bytes(0x2f, 99, 0x40, 0x0c, 0, 0, 0)),
  webpChunk('EXIF', Buffer.concat([orientation, note])),
]);
const webp = Buffer.concat([Buffer.from('RIFF'), bytes(webpBody.length, 0, 0, 0), webpBody]);

export const pictures: readonly Uint8Array[] = [png, jpeg, gif, webp].map((one) =>
  Uint8Array.from(one),
);
