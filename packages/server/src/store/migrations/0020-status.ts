// What users are about.
import type { Migration } from './migration.ts';

export const status: Migration = {
  name: '0020-status',
  minBinary: 19,
  statements: ({ db, types }) => [
    db.schema.alterTable('user').addColumn('status', types.bytes as never),
  ],
};
