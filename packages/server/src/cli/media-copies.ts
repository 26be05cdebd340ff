// The bytes of uploads go with the database: into a folder beside its copy, and back. A key's bytes never change, so that what
// was copied once stays right.
import { existsSync } from 'node:fs';
import { folderBlobs } from '../blob/folder.ts';
import type { Blobs } from '../ports/blob.ts';
import { StartupError } from '../store/failures.ts';
import { blobsNamedIn } from '../store/named-blobs.ts';

/** How many are read and written at a time. */
const atOnce = 8;

export interface Copied {
  /** Bytes there are of so many keys. */
  readonly blobs: number;
  /** Keys that the database names and that there are no bytes of. */
  readonly missing: readonly string[];
}

/** Where the bytes lie that belong to a copy of the database. */
export function mediaBeside(copy: string): string {
  return `${copy}.media`;
}

export interface MediaBackup {
  /** As `complete` of store/backup.ts. */
  complete(copy: string, to: string): Promise<boolean>;
  /** Of the last copy. */
  readonly copied: Copied;
}

/**
 * Copies all that the database itself names, then what a copy of it names besides. What is missing both times was missing before;
 * what is missing only then was deleted in between, and another copy does not name it.
 */
export function mediaBackup(blobs: Blobs): MediaBackup {
  let before: ReadonlySet<string> | undefined;
  let copied: Copied = { blobs: 0, missing: [] };
  return {
    async complete(copy, to) {
      const target = folderBlobs(mediaBeside(to));
      const named = blobsNamedIn(copy)?.stored ?? new Set<string>();
      const missing = await copyAll(named, { from: blobs, to: target });
      copied = { blobs: named.size - missing.length, missing };
      const known = before;
      before = new Set(missing);
      if (known === undefined || missing.some((key) => !known.has(key))) return false;
      for await (const key of target.keys()) if (!named.has(key)) await target.delete(key);
      return true;
    },
    get copied() {
      return copied;
    },
  };
}

interface Restoring {
  readonly from: string;
  readonly blobs: Blobs;
  /** Goes on when the bytes are not beside the copy. */
  readonly without: boolean;
}

/** Puts back what the copy names and is not there. Throws StartupError when the copy came without its bytes. */
export async function restoreMedia(
  copy: string,
  { from, blobs, without }: Restoring,
): Promise<Copied> {
  const named = blobsNamedIn(copy)?.stored ?? new Set<string>();
  const folder = mediaBeside(from);
  const missing = await copyAll(named, { from: folderBlobs(folder), to: blobs });
  if (missing.length > 0 && !existsSync(folder) && !without)
    throw new StartupError(
      `There is no ${folder} with the ${missing.length} pictures and files that ${from} speaks of. ` +
        'Put it beside the backup, or restore without them with --without-media.',
    );
  return { blobs: named.size - missing.length, missing };
}

/** @returns keys that there are no bytes of, here nor there */
async function copyAll(
  keys: ReadonlySet<string>,
  { from, to }: { readonly from: Blobs; readonly to: Blobs },
): Promise<readonly string[]> {
  const there = new Set<string>();
  for await (const key of to.keys()) there.add(key);
  const waiting = [...keys].filter((key) => !there.has(key)).values();
  const missing: string[] = [];
  const copyThem = async () => {
    for (const key of waiting) {
      const bytes = await from.get(key);
      if (bytes === undefined) missing.push(key);
      else await to.put(key, bytes);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, copyThem));
  return missing;
}
