// Blobs as files, spread over folders by the beginning of their keys. A file appears under its name when all of it is on
// the disk; what a crash left under another name is taken away at the next start (sweepUnfinished).
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Blobs } from '../ports/blob.ts';

const keyPattern = /^[0-9a-f]{40}$/;
const unfinished = '.part';

export function folderBlobs(folder: string): Blobs {
  return {
    async put(key, bytes) {
      const path = pathOf(folder, key);
      const part = `${path}${unfinished}`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeSafely(part, bytes);
      await rename(part, path);
      await syncFolder(dirname(path));
    },
    async get(key) {
      try {
        return await readFile(pathOf(folder, key));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async delete(key) {
      await rm(pathOf(folder, key), { force: true });
    },
    async *keys() {
      for (const shelf of await namesIn(folder))
        for (const name of await namesIn(join(folder, shelf)))
          if (keyPattern.test(name) && name.startsWith(shelf)) yield name;
    },
  };
}

function pathOf(folder: string, key: string): string {
  if (!keyPattern.test(key)) throw new Error('a blob key is 40 hexadecimal digits');
  return join(folder, key.slice(0, 2), key);
}

async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name is on the disk, too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function sweepUnfinished(folder: string): Promise<void> {
  for (const shelf of await namesIn(folder))
    for (const name of await namesIn(join(folder, shelf)))
      if (name.endsWith(unfinished)) await removeOld(join(folder, shelf, name));
}

/** None in what is not there, or is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error) || hasCode(error, 'ENOTDIR')) return [];
    throw error;
  }
}

/** Another node that shares the folder may be at work on a young one. */
async function removeOld(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && Date.now() - found.mtimeMs > 3_600_000)
    await rm(path, { force: true });
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
