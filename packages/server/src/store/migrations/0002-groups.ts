// Groups and whispers: notices that say whom something was done to, and a way from a room to its whispers.
import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const groups: Migration = {
  name: '0002-groups',
  minBinary: 2,
  statements: ({ db, types }) => [
    db.schema.alterTable('notice').addColumn('args', types.bytes as never),
    db.schema
      .createIndex('conversation_by_parent')
      .on('conversation')
      .columns(['app', 'parent'])
      .where(sql.ref('parent'), '!=', sql`0`),
  ],
};
