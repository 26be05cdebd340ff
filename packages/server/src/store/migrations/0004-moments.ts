// Contacts and Moments: how users stand to each other, what they post, and what of it is on whose timeline.
import { sql, type Compilable, type CreateTableBuilder } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

type Columns = Readonly<Record<string, 'whole' | 'text' | 'bytes'>>;

interface Table {
  readonly columns: Columns;
  readonly key: readonly string[];
}

const layouts: Readonly<Record<string, Table>> = {
  contact: {
    columns: {
      app: 'whole',
      user: 'whole',
      other: 'whole',
      flags: 'whole',
      alias: 'text',
      tags: 'text',
      request: 'whole',
      request_text: 'text',
      requested_at: 'whole',
      asked_at: 'whole',
    },
    key: ['app', 'user', 'other'],
  },
  moment: {
    columns: {
      app: 'whole',
      id: 'whole',
      author: 'whole',
      created_at: 'whole',
      content: 'bytes',
      last_place: 'whole',
    },
    key: ['app', 'id'],
  },
  interaction: {
    columns: {
      app: 'whole',
      moment: 'whole',
      place: 'whole',
      id: 'whole',
      author: 'whole',
      liked: 'whole',
      text: 'text',
      reply_to: 'whole',
      reply_user: 'whole',
      created_at: 'whole',
    },
    key: ['app', 'moment', 'place'],
  },
  timeline: {
    columns: { app: 'whole', user: 'whole', created_at: 'whole', moment: 'whole' },
    key: ['app', 'user', 'created_at', 'moment'],
  },
  moment_notice: {
    columns: {
      app: 'whole',
      user: 'whole',
      version: 'whole',
      moment: 'whole',
      interaction: 'whole',
    },
    key: ['app', 'user', 'version'],
  },
  media: {
    columns: {
      app: 'whole',
      id: 'whole',
      owner: 'whole',
      moment: 'whole',
      type: 'whole',
      size: 'whole',
      width: 'whole',
      height: 'whole',
      blob: 'text',
      stored: 'whole',
      created_at: 'whole',
    },
    key: ['app', 'id'],
  },
};

const sizes = [
  ['contact', 'contact', '2000000 2000000 40 1'],
  ['moment', 'moment', '500000 500000 1'],
  ['moment', 'moment_by_author', '500000 500000 20 1 1'],
  ['interaction', 'interaction', '5000000 5000000 10 1'],
  ['interaction', 'interaction_by_id', '5000000 5000000 1'],
  ['interaction', 'interaction_by_liker', '2500000 2500000 5 1'],
  ['interaction', 'interaction_by_author', '5000000 5000000 100'],
  ['timeline', 'timeline', '20000000 20000000 1000 1 1'],
  ['timeline', 'timeline_by_moment', '20000000 20000000 40'],
  ['moment_notice', 'moment_notice', '5000000 5000000 100 1'],
  ['moment_notice', 'moment_notice_by_interaction', '5000000 5000000 20 2 1'],
  ['media', 'media', '1000000 1000000 1'],
  ['media', 'media_by_owner', '1000000 1000000 20'],
  ['media', 'media_by_moment', '1000000 1000000 3'],
] as const;

export const moments: Migration = {
  name: '0004-moments',
  minBinary: 3,
  statements: (context) => [
    ...tables(context),
    ...indexes(context),
    ...settings(context),
    ...(context.engine === 'sqlite' ? [sizesOf(sizes)] : []),
  ],
};

function tables({ db, types }: MigrationContext): Compilable[] {
  return Object.entries(layouts).map(([name, { columns, key }]) => {
    let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
    for (const [column, kind] of Object.entries(columns))
      table = table.addColumn(column, types[kind] as never, (made) => made.notNull());
    return table.addPrimaryKeyConstraint(`${name}_key`, [...key]).modifyEnd(types.clustered);
  });
}

function indexes({ db }: MigrationContext): Compilable[] {
  const on = (table: string, name: string, columns: readonly string[]) =>
    db.schema
      .createIndex(`${table}_by_${name}`)
      .on(table)
      .columns([...columns]);
  return [
    on('moment', 'author', ['app', 'author', 'created_at', 'id']),
    on('interaction', 'id', ['app', 'id']).unique(),
    on('interaction', 'liker', ['app', 'moment', 'author'])
      .unique()
      .where(sql.ref('liked'), '=', sql`1`),
    on('interaction', 'author', ['app', 'author']),
    on('timeline', 'moment', ['app', 'moment']),
    on('moment_notice', 'interaction', ['app', 'moment', 'interaction', 'user']).unique(),
    on('media', 'owner', ['app', 'owner']),
    on('media', 'moment', ['app', 'moment']).where(sql.ref('moment'), '!=', sql`0`),
  ];
}

function settings({ db, types }: MigrationContext): Compilable[] {
  return ['accept', 'moment_window'].map((column) =>
    db.schema
      .alterTable('user')
      .addColumn(column, types.whole as never, (made) => made.notNull().defaultTo(sql`0`)),
  );
}
