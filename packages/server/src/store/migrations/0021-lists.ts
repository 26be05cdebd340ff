// A row of the search index holds several messages. Those of before hold one each, and stay as they are. A program that does
// not know this would overlook what is in the lists, and leave in them what was taken back.
import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const lists: Migration = {
  name: '0021-lists',
  minBinary: 21,
  statements: ({ db, types }) => [
    db.schema
      .alterTable('search_key')
      .addColumn('span', types.whole as never, (made) => made.notNull().defaultTo(0)),
    db.schema
      .alterTable('search_key')
      .addColumn('rest', types.text as never, (made) => made.notNull().defaultTo(sql`''`)),
  ],
};
