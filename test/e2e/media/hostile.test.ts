// Files made to do harm, in one table: what each is taken for, that nothing of the harm is left in what is stored as a picture, that no
// browser is told to run any of it, and that what is refused leaves nothing behind.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema } from '@hubbub/protocol';
import { signUp } from '../../support/people.ts';
import { movingGif, photo, sideways } from '../../support/picture.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { png } from '../friends.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let token: string;
let jpeg: Buffer;
beforeAll(async () => {
  server = await startServer();
  ({ token } = await signUp(server.url, 'alice'));
  jpeg = Buffer.from(await photo(400, 300));
});
afterAll(async () => await server.stop());

const script = '<script>alert("harm")</script>';
const harm = Buffer.from(script);

/** A JPEG with a segment of our own behind its beginning. */
const withSegment = (marker: number, text: Buffer) =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, marker, (text.length + 2) >> 8, (text.length + 2) & 0xff]),
    text,
    jpeg.subarray(2),
  ]);

/** A PNG with a chunk of our own behind its head. */
function withChunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.from(png());
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(Bun.hash.crc32(named));
  return Buffer.concat([whole.subarray(0, 33), length, named, sum, whole.subarray(33)]);
}

const half = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, bytes.length >> 1));

interface Row {
  readonly what: string;
  readonly bytes: () => Uint8Array;
  /** Sent as a picture where there is none. */
  readonly name?: string;
  /** The type it is stored as, or the reason of the refusal. */
  readonly becomes: string;
}

const table: readonly Row[] = [
  { what: 'HTML as a picture', bytes: () => harm, becomes: 'IMAGE' },
  { what: 'HTML called a PNG', bytes: () => harm, name: 'a.png', becomes: 'FILE' },
  {
    what: 'SVG called a PNG',
    bytes: () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
    name: 'a.png',
    becomes: 'FILE',
  },
  {
    what: 'SVG as a picture',
    bytes: () => Buffer.from(`<?xml version="1.0"?><svg>${script}</svg>`),
    becomes: 'IMAGE',
  },
  { what: 'HTML called a film', bytes: () => harm, name: 'film.mp4', becomes: 'FILE' },
  { what: 'PDF', bytes: () => Buffer.from(`%PDF-1.7 ${script}`), name: 'a.pdf', becomes: 'FILE' },
  {
    what: 'EBML that is no WebM',
    bytes: () => Buffer.from(`\x1aE\xdf\xa3 ${script}`, 'latin1'),
    name: 'a.webm',
    becomes: 'FILE',
  },
  {
    what: 'MP4 with a page behind its head',
    bytes: () => Buffer.from(`\0\0\0\x18ftypisom${script}`),
    name: 'a.mp4',
    becomes: 'MP4',
  },
  { what: 'PNG with a page behind it', bytes: () => Buffer.concat([png(), harm]), becomes: 'PNG' },
  {
    what: 'PNG with a page in a note',
    bytes: () => withChunk('tEXt', Buffer.from(`Comment\0${script}`)),
    becomes: 'PNG',
  },
  {
    what: 'PNG with a note that swells',
    bytes: () =>
      withChunk(
        'zTXt',
        Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(50_000_000))]),
      ),
    becomes: 'PNG',
  },
  { what: 'JPEG with a page in a comment', bytes: () => withSegment(0xfe, harm), becomes: 'JPEG' },
  { what: 'JPEG with a page behind it', bytes: () => Buffer.concat([jpeg, harm]), becomes: 'JPEG' },
  { what: 'JPEG with a place in it', bytes: () => sideways(jpeg), becomes: 'JPEG' },
  {
    what: 'JPEG whose head is a page too',
    bytes: () => withSegment(0xe0, Buffer.from(`*/=1;${script}`)),
    becomes: 'JPEG',
  },
  {
    what: 'GIF that is a script',
    bytes: () => Buffer.from(`GIF89a/*\0\0\0*/=1;${script}`),
    becomes: 'IMAGE',
  },
  {
    what: 'GIF with a page behind it',
    bytes: () => Buffer.concat([movingGif(), harm]),
    becomes: 'GIF',
  },
  { what: 'PNG of a thousand million pixels', bytes: () => png(40_000, 30_000), becomes: 'PIXELS' },
  { what: 'PNG of no pixels', bytes: () => png(0, 0), becomes: 'IMAGE' },
  { what: 'PNG that says it is larger', bytes: () => png(500, 500), becomes: 'IMAGE' },
  { what: 'half a JPEG head', bytes: () => jpeg.subarray(0, 3), becomes: 'IMAGE' },
  { what: 'half a PNG', bytes: () => half(png()), becomes: 'IMAGE' },
  { what: 'half a GIF', bytes: () => half(movingGif()), becomes: 'IMAGE' },
  { what: 'nothing', bytes: () => new Uint8Array(), becomes: 'IMAGE' },
  {
    what: 'a bomb of gzip',
    bytes: () => gzipSync(Buffer.alloc(20_000_000)),
    name: 'a.gz',
    becomes: 'FILE',
  },
  ...[
    '../../../etc/passwd',
    '..\\..\\boot.ini',
    'C:\\a\\b.txt',
    'a\0.png',
    'a\r\nset-cookie: x=1',
    'a\u202Egpj.exe',
    `"><img src=x onerror=alert(1)>`,
    '.',
    '..',
    `${'x'.repeat(900)}.txt`,
  ].map((name) => ({
    what: `a file called ${JSON.stringify(name).slice(0, 40)}`,
    bytes: () => harm,
    name,
    becomes: 'FILE',
  })),
];

interface Taken {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly media?: { readonly id: string; readonly type: string; readonly name?: string };
}

async function send(bytes: Uint8Array, name: string | undefined): Promise<Taken> {
  const query = name === undefined ? '' : `?name=${encodeURIComponent(name)}`;
  const response = await fetch(`${server.url}/v1/media${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.from(bytes),
  });
  const { media, details } = (await response.json()) as Taken & { details?: { value: string }[] };
  const reason = details?.[0] && fromBinary(ErrorSchema, base64Decode(details[0].value)).reason;
  return { status: response.status, reason, ...(media && { media }) };
}

const blobs = () =>
  readdirSync(join(server.data, 'media'), { recursive: true }).filter(
    (one) => String(one).length > 40,
  );

const run = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'video/mp4']);

test.each(table.map((row) => [row.what, row] as const))('%s', async (_what, row) => {
  await send(png(), undefined);
  const before = blobs().length;
  const { status, reason, media } = await send(row.bytes(), row.name);
  expect(media?.type ?? reason).toBe(row.becomes);
  if (media === undefined) {
    expect([Math.floor(status / 100), blobs().length]).toEqual([4, before]);
    return;
  }
  const { name = '' } = media;
  expect([/[/\\\p{C}]/u.test(name), name === '.' || name === '..', name.length > 255]).toEqual([
    false,
    false,
    false,
  ]);
  const headers = { authorization: `Bearer ${token}` };
  const got = await fetch(`${server.url}/v1/media/${media.id}`, { headers });
  const bytes = Buffer.from(await got.arrayBuffer());
  expect(got.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(got.headers.get('x-content-type-options')).toBe('nosniff');
  expect(got.headers.get('set-cookie')).toBeNull();
  const isFile = media.type === 'FILE';
  expect(got.headers.get('content-disposition')?.split(';')[0]).toBe(
    isFile ? 'attachment' : 'inline',
  );
  expect(run.has(got.headers.get('content-type') ?? '')).toBe(!isFile);
  // A file is kept to the byte; of a picture nothing is left but what is seen.
  if (isFile || media.type === 'MP4') expect(bytes.equals(Buffer.from(row.bytes()))).toBe(true);
  else
    for (const left of ['harm', 'secret place', 'Exif', 'zTXt'])
      expect([left, bytes.includes(left)]).toEqual([left, false]);
});

test('two hundred broken pictures: taken or refused, never a fault', async () => {
  const webp = await new Bun.Image(Uint8Array.from(jpeg)).webp({ quality: 50 }).bytes();
  const kinds = [jpeg, Buffer.from(png()), movingGif(), Buffer.from(webp)];
  // The same each time: a fault that is found once is found again.
  let state = 7;
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const odd = new Set<string>();
  for (let i = 0; i < 200; i += 1) {
    const bytes = Buffer.from(kinds[i % kinds.length] ?? []);
    for (let hits = 0; hits < 1 + random(8); hits += 1) bytes[random(bytes.length)] = random(256);
    const { status, reason } = await send(bytes.subarray(0, bytes.length - random(20)), undefined);
    if (status !== 200 && !['IMAGE', 'PIXELS'].includes(reason ?? ''))
      odd.add(`${status} ${reason}`);
  }
  expect([...odd]).toEqual([]);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});
