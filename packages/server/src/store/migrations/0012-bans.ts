// Who is kept out of rooms and groups, and in which of them owner and admins did what the record holds.
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

const columns = {
  app: 'whole',
  conversation: 'whole',
  user: 'whole',
  actor: 'whole',
  reason: 'text',
  banned_at: 'whole',
  ends_at: 'whole',
} as const;

export const bans: Migration = {
  name: '0012-bans',
  minBinary: 12,
  statements: (context) => [
    table(context),
    context.db.schema
      .alterTable('audit')
      .addColumn('conversation', context.types.whole as never, (made) =>
        made.notNull().defaultTo(sql.lit(0)),
      ),
    context.db.schema.createIndex('ban_by_user').on('ban').columns(['app', 'user']),
    context.db.schema
      .createIndex('audit_by_conversation')
      .on('audit')
      .columns(['app', 'conversation', 'id'])
      .where(sql.ref('conversation'), '>', sql`0`),
    ...(context.engine === 'sqlite' ? [sizesOf(sizes)] : []),
  ],
};

function table({ db, types }: MigrationContext) {
  let made = db.schema.createTable('ban');
  for (const [column, kind] of Object.entries(columns))
    made = made.addColumn(column, types[kind] as never, (one) => one.notNull());
  return made
    .addPrimaryKeyConstraint('ban_key', ['app', 'conversation', 'user'] as never)
    .modifyEnd(types.clustered);
}

const sizes = [
  ['ban', 'ban', '100000 100000 10 1'],
  ['ban', 'ban_by_user', '100000 100000 2'],
  ['audit', 'audit_by_conversation', '100000 100000 20 1'],
] as const;
