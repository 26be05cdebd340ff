// The database: can it be reached, is its schema one that this program knows, is it whole.
import { resolve } from 'node:path';
import { StartupError } from '../store/failures.ts';
import { inspectEmbedded, inspectPostgres, type Inspected } from '../store/inspect.ts';
import { isPostgres } from '../store/store.ts';
import { bad, ok, type Finding } from './finding.ts';

export interface DatabasePlace {
  readonly database: string;
  readonly data: string;
}

/** Also tells its clock: PostgreSQL's own, of a file the newest time in it. */
export async function checkDatabase({
  database,
  data,
}: DatabasePlace): Promise<{ finding: Finding; now?: number | undefined }> {
  try {
    const found = isPostgres(database)
      ? await inspectPostgres(database)
      : inspectEmbedded(resolve(database || data));
    return { finding: judge(found), now: found.now };
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const mend = isPostgres(database)
      ? 'see docs/operations.md, "The data"'
      : 'look at rights and disk; a damaged file is replaced by a backup: hubbub restore --from FILE';
    return { finding: bad('database', error.message, mend) };
  }
}

const forTables =
  'stop the server, look at the disk, and restore the last backup: hubbub restore --from FILE';
const forIndexes =
  'look at the disk and start the server anew: it mends indexes where their tables are sure to be right; where it does not, restore the last backup';

function judge({ what, meta, known, damage }: Inspected): Finding {
  if (damage !== undefined)
    return bad(
      'database',
      `${what} is damaged (${damage.text})`,
      damage.isOfIndexes ? forIndexes : forTables,
    );
  if (meta === undefined) return ok('database', `${what}: nothing is in it, it will be made`);
  const text = `${what}, schema ${meta.schema} of ${known}, epoch ${meta.epoch.slice(0, 8)}`;
  if (meta.min_binary > known)
    return bad('database', `${text}: made by a newer Hubbub`, 'start the newer version');
  // Nothing can see from the outside that a snapshot was put back.
  return ok(
    'database',
    `${text}${meta.schema < known ? ', migrated at the next start' : ''}; after a snapshot or copy was put back: hubbub epoch new`,
  );
}
