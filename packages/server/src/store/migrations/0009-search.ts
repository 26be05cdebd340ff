// The search index. It begins empty: what was said before is indexed by the running server, a slice at a time.
import { sizesOf } from './0001-statistics.ts';
import type { Migration } from './migration.ts';

export const search: Migration = {
  name: '0009-search',
  minBinary: 9,
  statements: ({ db, engine, types }) => {
    const whole = types.whole as never;
    return [
      db.schema
        .createTable('search_key')
        .addColumn('app', whole, (one) => one.notNull())
        .addColumn('conversation', whole, (one) => one.notNull())
        .addColumn('key', types.text as never, (one) => one.notNull())
        .addColumn('at', whole, (one) => one.notNull())
        .addColumn('seq', whole, (one) => one.notNull())
        .addPrimaryKeyConstraint('search_key_key', [
          'app',
          'conversation',
          'key',
          'at',
          'seq',
        ] as never)
        .modifyEnd(types.clustered),
      db.schema
        .createTable('search_state')
        .addColumn('app', whole, (one) => one.notNull())
        .addColumn('conversation', whole, (one) => one.notNull())
        .addColumn('seq', whole, (one) => one.notNull())
        .addPrimaryKeyConstraint('search_state_key', ['app', 'conversation'] as never)
        .modifyEnd(types.clustered),
      ...(engine === 'sqlite'
        ? [
            sizesOf([
              ['search_key', 'search_key', '200000000 200000000 20000 10 2 1'],
              ['search_state', 'search_state', '500000 500000 1'],
            ]),
          ]
        : []),
    ];
  },
};
