// Taking rows away a slice per transaction, so that no writer waits long behind it.
import { sql } from 'kysely';
import type { Database } from './schema.ts';
import { run, statement, type Statement, type Steps } from './statement.ts';

export interface Slice {
  /** Whose rows: the number in the owner's column. */
  readonly of: number;
  readonly limit: number;
}

export type SliceStatement = Statement<Slice, unknown>;

/** The rows of one owner with up to `limit` values of one of their columns: about as many rows. */
export function sliceOf<T extends Exclude<keyof Database, 'meta' | 'lease' | 'secret'>>(
  table: T,
  { owner, by }: { readonly owner: string; readonly by: string },
): SliceStatement {
  const column = sql.ref(by);
  return statement((db, p) =>
    db
      .deleteFrom(table as 'item')
      .where('app', '=', p.app)
      .where(sql<boolean>`${sql.ref(owner)} = ${p.of}`)
      .where(
        sql<boolean>`${column} in (select ${column} from ${sql.table(table)} where app = ${p.app}
          and ${sql.ref(owner)} = ${p.of} limit ${p.limit})`,
      ),
  );
}

/** A slice of the first of these that has rows. @returns whether none has any */
export function* removeSlice(slices: readonly SliceStatement[], slice: Slice): Steps<boolean> {
  for (const remove of slices) if ((yield* run(remove, slice)) > 0) return false;
  return true;
}
