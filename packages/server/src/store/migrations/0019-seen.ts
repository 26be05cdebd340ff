// When a user was here last, and who sees it. Blocks are found from both sides.
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration } from './migration.ts';

export const seen: Migration = {
  name: '0019-seen',
  minBinary: 18,
  statements: ({ db, engine, types }) => [
    ...['presence', 'seen_at'].map((column) =>
      db.schema
        .alterTable('user')
        .addColumn(column, types.whole as never, (made) => made.notNull().defaultTo(0)),
    ),
    db.schema
      .createIndex('contact_by_other')
      .on('contact')
      .columns(['app', 'other'])
      .where(sql.ref('flags'), '>', sql`1`),
    ...(engine === 'sqlite' ? [sizesOf([['contact', 'contact_by_other', '20000 20000 2']])] : []),
  ],
};
