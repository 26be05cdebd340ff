// The answer that holds an uploaded file: what a browser may make of it, and which part of it was asked for.
import { Media_Type as Type, type MediaGetResponse } from '@hubbub/protocol';

/** What a browser shows by itself. Anything else is a file to keep, of no type that it would try. */
const shown: Readonly<Partial<Record<Type, string>>> = {
  [Type.PNG]: 'image/png',
  [Type.JPEG]: 'image/jpeg',
  [Type.WEBP]: 'image/webp',
  [Type.GIF]: 'image/gif',
  [Type.MP4]: 'video/mp4',
  [Type.WEBM]: 'video/webm',
  [Type.OGG]: 'audio/ogg',
  [Type.MP3]: 'audio/mpeg',
  [Type.M4A]: 'audio/mp4',
  [Type.WAV]: 'audio/wav',
};

interface Served extends Pick<MediaGetResponse, 'media' | 'content' | 'type'> {
  readonly etag: string;
}

/** What may be seen today may be hidden tomorrow: a browser keeps it, and asks each time whether it still may be shown. */
export function serveFile(request: Request, { media, content, type, etag }: Served): Response {
  const mime = shown[type];
  const headers = {
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-security-policy': "sandbox; default-src 'none'",
    'content-disposition': disposition(mime, nameOf({ media, type })),
    'content-type': mime ?? 'application/octet-stream',
    vary: 'cookie, authorization',
  };
  if (request.headers.get('if-none-match') === etag)
    return new Response(null, { status: 304, headers });
  const range = rangeOf(request, content.length);
  if (range === 'beyond')
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${content.length}` },
    });
  const { from, to } = range ?? { from: 0, to: content.length };
  const part = range && { 'content-range': `bytes ${from}-${to - 1}/${content.length}` };
  return new Response(
    request.method === 'HEAD' ? null : Uint8Array.from(content.subarray(from, to)),
    {
      status: range ? 206 : 200,
      headers: { ...headers, ...part, 'content-length': String(to - from) },
    },
  );
}

function nameOf({ media, type }: Pick<Served, 'media' | 'type'>): string {
  const ending = shown[type]?.split('/')[1] ?? 'bin';
  const isSmaller = media?.type !== type;
  return media === undefined || media.name === '' || isSmaller
    ? `${media?.id}.${ending}`
    : media.name;
}

/** The name twice: as every browser reads it, and as it is (RFC 6266). */
function disposition(mime: string | undefined, name: string): string {
  const kind = mime === undefined ? 'attachment' : 'inline';
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  if (plain === name) return `${kind}; filename="${plain}"`;
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

interface Range {
  readonly from: number;
  /** The first byte after it. */
  readonly to: number;
}

/** Several ranges at once, and what is no range, are answered with the whole. */
function rangeOf(request: Request, length: number): Range | 'beyond' | undefined {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '');
  const [, first = '', last = ''] = asked ?? [];
  if (first === '' && last === '') return undefined;
  // Without a beginning: so many bytes from the end.
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  return from < to ? { from, to } : 'beyond';
}
