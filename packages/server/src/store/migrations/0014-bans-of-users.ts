// Users that may not come in for a time.
import type { Migration } from './migration.ts';

export const bansOfUsers: Migration = {
  name: '0014-bans-of-users',
  minBinary: 14,
  statements: ({ db, types }) => [
    db.schema
      .alterTable('user')
      .addColumn('disabled_until', types.whole as never, (made) => made.notNull().defaultTo(0)),
  ],
};
