// Whether others see how far a user has read, and that it is writing.
import type { Migration } from './migration.ts';

export const sharing: Migration = {
  name: '0015-sharing',
  minBinary: 15,
  statements: ({ db, types }) =>
    ['receipts', 'typing'].map((column) =>
      db.schema
        .alterTable('user')
        .addColumn(column, types.whole as never, (made) => made.notNull().defaultTo(0)),
    ),
};
