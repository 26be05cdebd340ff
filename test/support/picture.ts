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
