/** The smallest PNG. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Uploads it; the id of what it became. */
export async function uploadPicture(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/v1/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
    body: picture,
  });
  const { media } = (await response.json()) as { media?: { id?: string } };
  if (media?.id === undefined) throw new Error(`the upload was answered ${response.status}`);
  return media.id;
}

/** A JPEG with something in it. */
export async function photo(width: number, height: number): Promise<Uint8Array> {
  const rows = Math.ceil((width * 3) / 4) * 4;
  const bitmap = Buffer.alloc(54 + rows * height);
  bitmap.write('BM');
  bitmap.writeUInt32LE(bitmap.length, 2);
  bitmap.writeUInt32LE(54, 10);
  bitmap.writeUInt32LE(40, 14);
  bitmap.writeInt32LE(width, 18);
  bitmap.writeInt32LE(height, 22);
  bitmap.writeUInt16LE(1, 26);
  bitmap.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = 54 + y * rows + x * 3;
      bitmap[at] = (x * 255) / width;
      bitmap[at + 1] = (y * 255) / height;
      bitmap[at + 2] = x % 64 < 32 ? 200 : 40;
    }
  return await new Bun.Image(bitmap).jpeg({ quality: 90 }).bytes();
}

/** The same JPEG as a camera held upright writes it: to be turned by a quarter, with a note of where it was. */
export function sideways(jpeg: Uint8Array): Buffer {
  const note = Buffer.from('secret place\0');
  const entry = (tag: number, type: number, [count, value]: readonly [number, number]) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (type === 3) bytes.writeUInt16BE(value, 8);
    else bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\x08\0\x02', 'latin1'),
    entry(0x010e, 2, [note.length, 38]),
    entry(0x0112, 3, [1, 6]),
    Buffer.alloc(4),
    note,
  ]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** Two frames of one pixel, for ever. */
export function movingGif(): Buffer {
  const frame = '21f904000a000000' + '2c000000000100010000' + '02024401' + '00';
  const loop = '21ff0b4e45545343415045322e30' + '0301000000';
  return Buffer.from(`47494638396101000100800000000000ffffff${loop}${frame}${frame}3b`, 'hex');
}
