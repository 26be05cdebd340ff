// Uploads that go on where a lost connection, or a reload, broke them off: `client.upload(file, { name, fetch: resuming() })`, and
// the same again after a failure (docs/attachments.md). An entry of its own, for who sends large files.
import type { Fetching } from './uploading.ts';

export interface ResumingOptions {
  /** Told from 0 to 1. */
  readonly progress?: (share: number) => void;
  /** Sends each chunk in place of the platform's `fetch`; `progress` is told of the chunk. */
  readonly send?: (progress: (share: number) => void) => Fetching;
  /** Names the file for the server; without it, its name, size, date and beginning do. */
  readonly key?: string;
}

/** Smaller files go in one piece. */
const leastBytes = 524_288;
const plainly = (): Fetching => (url, init) => fetch(url, init);

/** In place of `fetch` for `client.upload`. Rejects, like `fetch`, when the connection is lost: call again, and it goes on. */
export function resuming(options: ResumingOptions = {}): Fetching {
  const { progress = () => undefined, send = plainly } = options;
  return async (url, init) => {
    const file = init.body as Blob;
    if (file.size <= leastBytes) return await send(progress)(url, init);
    const key = options.key ?? (await keyOf(file));
    return await inChunks({ url, init: { ...init, body: null }, file, key }, { progress, send });
  };
}

interface Sending {
  readonly url: string;
  /** Without the file. */
  readonly init: RequestInit;
  readonly file: Blob;
  readonly key: string;
}

type Means = Required<Pick<ResumingOptions, 'progress' | 'send'>>;

interface Begun {
  readonly upload: string;
  readonly received: number;
  readonly chunkBytes: number;
}

async function inChunks(
  { url, init, file, key }: Sending,
  { progress, send }: Means,
): Promise<Response> {
  const query = new URLSearchParams({ size: String(file.size), key });
  const begun = await fetch(`${url}&${query}`, init);
  if (!begun.ok) return begun;
  const { upload, received, chunkBytes } = (await begun.json()) as Begun;
  const place = `${url.split('?')[0]}/${upload}`;
  for (let at = received; at < file.size; at += chunkBytes) {
    const body = file.slice(at, at + chunkBytes);
    const tell = (share: number) => progress((at + share * body.size) / file.size);
    tell(0);
    const put = { ...init, method: 'PUT', body };
    const answer = await send(tell)(`${place}?offset=${at}`, put);
    if (!answer.ok) return answer;
  }
  progress(1);
  return await fetch(place, init);
}

/** The same for the same file after a reload; by chance where the platform has no digest for this page. */
async function keyOf(file: Blob): Promise<string> {
  if (!isFile(file) || !globalThis.crypto?.subtle) return keyOfThisOne(file);
  const about = [file.name, file.size, file.lastModified, ''].join('\n');
  const bytes = await new Blob([about, file.slice(0, 65_536)]).arrayBuffer();
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const keys = new WeakMap<Blob, string>();

function keyOfThisOne(file: Blob): string {
  const key = keys.get(file) ?? hex(crypto.getRandomValues(new Uint8Array(16)));
  keys.set(file, key);
  return key;
}

function isFile(file: Blob): file is File {
  return 'File' in globalThis && file instanceof File;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
