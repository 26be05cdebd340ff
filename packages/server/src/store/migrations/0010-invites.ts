// What groups decide for themselves, and how people come into them: links, and requests that wait for an answer.
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

const whole = 'whole' as const;
const text = 'text' as const;

const tables = {
  invite: {
    key: ['app', 'id'],
    columns: {
      app: whole,
      id: whole,
      conversation: whole,
      code_hash: text,
      creator: whole,
      created_at: whole,
      expires_at: whole,
      most_uses: whole,
      uses: whole,
      approval: whole,
      revoked_at: whole,
    },
  },
  join_request: {
    key: ['app', 'conversation', 'user'],
    columns: {
      app: whole,
      conversation: whole,
      user: whole,
      text,
      asked_at: whole,
      declined_at: whole,
    },
  },
};

export const invites: Migration = {
  name: '0010-invites',
  minBinary: 10,
  statements: (context) => [
    ...columns(context),
    ...(['invite', 'join_request'] as const).map((name) => table(context, name)),
    ...indexes(context),
    ...(context.engine === 'sqlite' ? [sizesOf(sizes)] : []),
  ],
};

function columns({ db, types }: MigrationContext) {
  const counted = (table: string, column: string) =>
    db.schema
      .alterTable(table)
      .addColumn(column, types.whole as never, (made) => made.notNull().defaultTo(sql.lit(0)));
  return [
    counted('conversation', 'rights'),
    counted('conversation', 'shows_past'),
    db.schema.alterTable('conversation').addColumn('details', types.bytes as never),
    counted('member', 'muted_until'),
  ];
}

function table({ db, types }: MigrationContext, name: keyof typeof tables) {
  const { columns: kinds, key } = tables[name];
  let made = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(kinds))
    made = made.addColumn(column, types[kind] as never, (one) => one.notNull());
  return made.addPrimaryKeyConstraint(`${name}_key`, key as never).modifyEnd(types.clustered);
}

function indexes({ db }: MigrationContext) {
  const on = (name: string, ...of: string[]) =>
    db.schema
      .createIndex(`${name}_by_${of.at(-1)}`)
      .on(name)
      .columns(of);
  return [
    on('invite', 'app', 'code_hash').unique(),
    on('invite', 'app', 'conversation'),
    on('join_request', 'app', 'user'),
  ];
}

const sizes = [
  ['invite', 'invite', '100000 100000 1'],
  ['invite', 'invite_by_code_hash', '100000 100000 1'],
  ['invite', 'invite_by_conversation', '100000 100000 5'],
  ['join_request', 'join_request', '100000 100000 10 1'],
  ['join_request', 'join_request_by_user', '100000 100000 2'],
] as const;
