// What happens to messages after they were sent: what they said before, whom they call, who chose what about them, pins.
// All of it lies beside the messages, so that sending a plain one costs what it did.
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

export const messages: Migration = {
  name: '0007-messages',
  minBinary: 7,
  statements: (context) => [
    table(context, 'message_edit', {
      columns: {
        app: 'whole',
        conversation: 'whole',
        seq: 'whole',
        version: 'whole',
        content: 'bytes',
        since: 'whole',
      },
      key: ['app', 'conversation', 'seq', 'version'],
    }),
    table(context, 'mention', {
      columns: { app: 'whole', conversation: 'whole', user: 'whole', seq: 'whole' },
      key: ['app', 'conversation', 'user', 'seq'],
    }),
    table(context, 'choice', {
      columns: {
        app: 'whole',
        conversation: 'whole',
        seq: 'whole',
        choice: 'text',
        user: 'whole',
        created_at: 'whole',
      },
      key: ['app', 'conversation', 'seq', 'choice', 'user'],
    }),
    table(context, 'pin', {
      columns: {
        app: 'whole',
        conversation: 'whole',
        seq: 'whole',
        user: 'whole',
        created_at: 'whole',
      },
      key: ['app', 'conversation', 'seq'],
    }),
    // Counting what was recalled must not read all that was ever reacted to: those are changed rows as well.
    context.db.schema
      .createIndex('message_by_recalled')
      .on('message')
      .columns(['app', 'conversation', 'seq'])
      .where(sql.ref('recalled'), '=', sql`1`),
    ...(context.engine === 'sqlite'
      ? [
          sizesOf([
            ['message_edit', 'message_edit', '500000 500000 50 2 1'],
            ['mention', 'mention', '1000000 1000000 50 5 1'],
            ['choice', 'choice', '2000000 2000000 200 5 3 1'],
            ['message', 'message_by_recalled', '10000 10000 5 1'],
            ['pin', 'pin', '100000 100000 5 1'],
          ]),
        ]
      : []),
  ],
};

interface Table {
  readonly columns: Readonly<Record<string, 'whole' | 'text' | 'bytes'>>;
  readonly key: readonly string[];
}

function table({ db, types }: MigrationContext, name: string, { columns, key }: Table) {
  let made = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(columns))
    made = made.addColumn(column, types[kind] as never, (one) => one.notNull());
  return made.addPrimaryKeyConstraint(`${name}_key`, key as never).modifyEnd(types.clustered);
}
