// The bytes of uploads: is anything missing that the database speaks of, does anything lie there that nothing speaks of.
import { resolve } from 'node:path';
import type { Blobs } from '../ports/blob.ts';
import { StartupError } from '../store/failures.ts';
import { databasePath } from '../store/folder.ts';
import { blobsNamedIn, blobsNamedInPostgres, type NamedBlobs } from '../store/named-blobs.ts';
import { isPostgres } from '../store/store.ts';
import type { DatabasePlace } from './database.ts';
import { bad, ok, warning, type Finding } from './finding.ts';

export interface Difference {
  readonly there: number;
  readonly missing: readonly string[];
  readonly orphans: readonly string[];
}

export async function checkMedia(place: DatabasePlace, blobs: Blobs): Promise<Finding> {
  try {
    const found = await compareMedia(place, blobs);
    return found === undefined ? ok('media', 'nothing is in it') : judge(found);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const mend =
      error instanceof StartupError
        ? 'mend the database first'
        : 'look at the rights of the folder, or the options of the object storage';
    return bad('media', `cannot be read (${text})`, mend);
  }
}

/**
 * Beside a running server too: rows are written before their bytes, so that what is there and named afterwards by nothing belongs
 * to nothing; and what seems missing is asked for once more. Undefined when there is no database.
 */
export async function compareMedia(
  place: DatabasePlace,
  blobs: Blobs,
): Promise<Difference | undefined> {
  const keys = new Set<string>();
  for await (const key of blobs.keys()) keys.add(key);
  const named = await namedBy(place);
  if (named === undefined) return undefined;
  const suspects = [...named.stored].filter((key) => !keys.has(key));
  return {
    there: keys.size,
    missing: suspects.length === 0 ? [] : await stillMissing(suspects, { place, blobs }),
    orphans: [...keys].filter((key) => !named.all.has(key)),
  };
}

/** Stored, or deleted, since it was looked at? */
async function stillMissing(
  suspects: readonly string[],
  { place, blobs }: { readonly place: DatabasePlace; readonly blobs: Blobs },
): Promise<readonly string[]> {
  const keys = new Set<string>();
  for await (const key of blobs.keys()) keys.add(key);
  const named = await namedBy(place);
  return suspects.filter((key) => !keys.has(key) && named?.stored.has(key));
}

async function namedBy({ database, data }: DatabasePlace): Promise<NamedBlobs | undefined> {
  return isPostgres(database)
    ? await blobsNamedInPostgres(database)
    : blobsNamedIn(databasePath(resolve(database || data)));
}

function judge({ there, missing, orphans }: Difference): Finding {
  const besides = orphans.length === 0 ? '' : `; ${orphans.length} more belong to nothing`;
  if (missing.length > 0)
    return bad(
      'media',
      `${missing.length} of the pictures and files are missing, such as ${missing[0]}${besides}`,
      'is --media the right one? Else put them back from the folder beside the last backup',
    );
  const text = `all of ${there - orphans.length} are there${besides}`;
  if (orphans.length === 0) return ok('media', text);
  return warning(
    'media',
    text,
    'usual after a backup was put back; hubbub media orphans lists and deletes them',
  );
}
