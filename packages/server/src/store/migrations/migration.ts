// The shape of a migration and the few types that differ between the engines.
import { sql, type Compilable, type Kysely, type RawBuilder } from 'kysely';
import type { Engine } from '../statement.ts';

export interface Migration {
  /** Its number is its place in the list; `meta.schema` counts those that were applied. */
  readonly name: string;
  /** The oldest schema number a program must know to work with the database afterwards. */
  readonly minBinary: number;
  /** In order; all of them run in one transaction. Migrations only add. */
  statements(context: MigrationContext): readonly Compilable[];
}

export interface MigrationContext {
  readonly db: Kysely<Record<string, Record<string, unknown>>>;
  readonly engine: Engine;
  readonly types: ColumnTypes;
  readonly now: number;
  readonly newEpoch: string;
}

export interface ColumnTypes {
  /** Ids, counters, times: whole numbers up to 2^53 - 1. */
  readonly whole: RawBuilder<unknown>;
  /** Compared and sorted by code point in both engines. */
  readonly text: RawBuilder<unknown>;
  readonly bytes: RawBuilder<unknown>;
  /** After a table: strict types; SQLite keeps these rows in their primary key. */
  readonly clustered: RawBuilder<unknown>;
  /** After a table: strict types, rows in the order of insertion. */
  readonly appended: RawBuilder<unknown>;
}

export function columnTypes(engine: Engine): ColumnTypes {
  if (engine === 'sqlite')
    return {
      whole: sql`integer`,
      text: sql`text`,
      bytes: sql`blob`,
      clustered: sql`strict, without rowid`,
      appended: sql`strict`,
    };
  return {
    whole: sql`bigint`,
    text: sql`text collate "C"`,
    bytes: sql`bytea`,
    clustered: sql``,
    appended: sql``,
  };
}
