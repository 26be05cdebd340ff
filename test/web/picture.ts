// Pictures that are some: PNGs, as large as they are asked for.
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** @param colourAt of a place, both from 0 to 1 */
export function png({ width, height }: Size, colourAt: (x: number, y: number) => Colour): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits each of red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      lines.set(colourAt(x / width, y / height), y * (1 + width * 3) + 1 + x * 3);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** As a file chooser takes it. */
export function pictureFile(name: string, colour: Colour) {
  const buffer = png({ width: 120, height: 80 }, () => colour);
  return { name, mimeType: 'image/png', buffer };
}

/** Hills under a sky with a moon, in shades of one hue from 0 to 360. */
export function paintedPng({ width, height, hue }: Size & { readonly hue: number }): Buffer {
  return png({ width, height }, (x, y) => {
    const isMoon = Math.hypot((x - 0.72) * (width / height), y - 0.26) < 0.09;
    if (isMoon) return rgb(hue + 40, 0.7, 0.92);
    const hill = [0.62, 0.76].findLastIndex(
      (line, at) => y > line + 0.06 * Math.sin(x * (7 + at * 4) + hue + at),
    );
    if (hill >= 0) return rgb(hue + 10, 0.32, 0.3 - hill * 0.1);
    return rgb(hue + 25 * y, 0.4, 0.48 + 0.35 * y);
  });
}

function rgb(hue: number, saturation: number, lightness: number): Colour {
  const part = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    const reach = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}
