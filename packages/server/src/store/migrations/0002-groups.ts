// Groups and whispers: notices that say whom something was done to, and a way from a room to its whispers.
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration } from './migration.ts';

const byParent = ['conversation', 'conversation_by_parent', '100000 100000 20'] as const;

export const groups: Migration = {
  name: '0002-groups',
  minBinary: 2,
  statements: ({ db, engine, types }) => [
    db.schema.alterTable('notice').addColumn('args', types.bytes as never),
    db.schema
      .createIndex('conversation_by_parent')
      .on('conversation')
      .columns(['app', 'parent'])
      .where(sql.ref('parent'), '!=', sql`0`),
    ...(engine === 'sqlite' ? [sizesOf([byParent])] : []),
  ],
};
