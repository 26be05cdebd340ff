// Blobs as objects of a bucket, in anything that speaks S3. One of the few modules that use a Bun API: the runtime's client is part of
// the executable, and signs and retries by itself.
import type { Blobs } from '../ports/blob.ts';

const keyPattern = /^[0-9a-f]{40}$/;

export interface BucketPlace {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Before every key: several servers may share a bucket. */
  readonly prefix: string;
}

/** @param pageKeys how many keys are listed at a time */
export function s3Blobs({ prefix, ...place }: BucketPlace, pageKeys = 1000): Blobs {
  const client = new Bun.S3Client(place);
  const nameOf = (key: string): string => {
    if (!keyPattern.test(key)) throw new Error('a blob key is 40 hexadecimal digits');
    return `${prefix}${key}`;
  };
  return {
    async put(key, bytes) {
      await client.write(nameOf(key), bytes, { type: 'application/octet-stream' });
    },
    async get(key) {
      try {
        return await client.file(nameOf(key)).bytes();
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async delete(key) {
      await client.delete(nameOf(key)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    async *keys() {
      for (let startAfter: string | undefined; ;) {
        const page = await client.list({
          prefix,
          maxKeys: pageKeys,
          ...(startAfter && { startAfter }),
        });
        for (const { key } of page.contents ?? [])
          if (keyPattern.test(key.slice(prefix.length))) yield key.slice(prefix.length);
        startAfter = page.contents?.at(-1)?.key;
        if (page.isTruncated !== true || startAfter === undefined) return;
      }
    },
  };
}

/** `https://KEY:SECRET@host/bucket/prefix?region=…` */
export function bucketIn(address: string): BucketPlace {
  const url = new URL(address);
  const [bucket = '', ...folders] = url.pathname.split('/').filter((part) => part !== '');
  return {
    endpoint: url.origin,
    bucket: decodeURIComponent(bucket),
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    prefix: folders.map((one) => `${decodeURIComponent(one)}/`).join(''),
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'NoSuchKey';
}
