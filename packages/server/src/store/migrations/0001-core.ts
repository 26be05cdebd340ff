// Everything of schema.ts, and the app every database begins with.
import { sql, type Compilable, type CreateTableBuilder } from 'kysely';
import { statistics } from './0001-statistics.ts';
import type { ColumnTypes, Migration, MigrationContext } from './migration.ts';

export const core: Migration = {
  name: '0001-core',
  minBinary: 1,
  statements: (context) => [
    ...tables(context),
    ...indexes(context),
    ...(context.engine === 'sqlite' ? statistics() : []),
    ...firstRows(context),
  ],
};

type Kind = 'whole' | 'text' | 'bytes';
/** A column may be null when its kind ends in '?'. */
type Columns = Readonly<Record<string, Kind | `${Kind}?`>>;

interface Table {
  readonly columns: Columns;
  readonly key: readonly string[];
  readonly layout: 'clustered' | 'appended';
}

const layouts: Readonly<Record<string, Table>> = {
  meta: {
    columns: { id: 'whole', epoch: 'text', schema: 'whole', min_binary: 'whole' },
    key: ['id'],
    layout: 'clustered',
  },
  app: {
    columns: { id: 'whole', name: 'text', created_at: 'whole', suspended: 'whole' },
    key: ['id'],
    layout: 'clustered',
  },
  user: {
    columns: {
      app: 'whole',
      id: 'whole',
      username: 'text?',
      username_folded: 'text?',
      display_name: 'text',
      picture: 'text',
      counter: 'whole',
      password_hash: 'text?',
      created_at: 'whole',
      deleted: 'whole',
    },
    key: ['app', 'id'],
    layout: 'clustered',
  },
  device: {
    columns: {
      app: 'whole',
      id: 'whole',
      user: 'whole',
      key: 'text?',
      name: 'text',
      class: 'whole',
      token_hash: 'text?',
      created_at: 'whole',
      last_seen_at: 'whole',
      expires_at: 'whole',
      idle_ms: 'whole',
    },
    key: ['app', 'id'],
    layout: 'clustered',
  },
  ticket: {
    columns: { app: 'whole', token_hash: 'text', device: 'whole', expires_at: 'whole' },
    key: ['token_hash'],
    layout: 'clustered',
  },
  conversation: {
    columns: {
      app: 'whole',
      id: 'whole',
      kind: 'whole',
      parent: 'whole',
      direct_key: 'text?',
      title: 'text',
      title_folded: 'text',
      picture: 'text',
      seq: 'whole',
      version: 'whole',
      member_count: 'whole',
      floor: 'whole',
      deleted: 'whole',
      created_at: 'whole',
    },
    key: ['app', 'id'],
    layout: 'clustered',
  },
  member: {
    columns: {
      app: 'whole',
      conversation: 'whole',
      user: 'whole',
      role: 'whole',
      join_seq: 'whole',
      join_version: 'whole',
      cleared: 'whole',
      version: 'whole',
      joined_at: 'whole',
      left_version: 'whole',
      left_reason: 'whole',
      sent_floor: 'whole',
    },
    key: ['app', 'conversation', 'user'],
    layout: 'clustered',
  },
  message: {
    columns: {
      app: 'whole',
      conversation: 'whole',
      seq: 'whole',
      version: 'whole',
      version_changed: 'whole',
      sender: 'whole',
      client_msg_id: 'text',
      digest: 'bytes',
      content: 'bytes',
      anchor: 'whole',
      created_at: 'whole',
      edited_at: 'whole?',
      recalled: 'whole',
    },
    key: ['app', 'conversation', 'seq'],
    layout: 'appended',
  },
  notice: {
    columns: {
      app: 'whole',
      conversation: 'whole',
      version: 'whole',
      anchor: 'whole',
      kind: 'whole',
      actor: 'whole',
      text: 'text',
      created_at: 'whole',
    },
    key: ['app', 'conversation', 'version'],
    layout: 'clustered',
  },
  item: {
    columns: {
      app: 'whole',
      user: 'whole',
      kind: 'whole',
      target: 'whole',
      key: 'text',
      version: 'whole',
      removed: 'whole',
      read_seq: 'whole',
      delivered_seq: 'whole',
      marked_unread: 'whole',
      value: 'bytes?',
    },
    key: ['app', 'user', 'kind', 'target', 'key'],
    layout: 'clustered',
  },
  idempotency: {
    columns: {
      app: 'whole',
      user: 'whole',
      operation: 'text',
      client_key: 'text',
      digest: 'bytes',
      result: 'whole',
    },
    key: ['app', 'user', 'operation', 'client_key'],
    layout: 'clustered',
  },
  outbox: {
    columns: {
      app: 'whole',
      id: 'whole',
      key: 'text',
      kind: 'text',
      payload: 'bytes',
      due_at: 'whole',
      attempts: 'whole',
      lease_until: 'whole',
      lease_token: 'text',
    },
    key: ['id'],
    layout: 'clustered',
  },
};

function tables({ db, types }: MigrationContext): Compilable[] {
  return Object.entries(layouts).map(([name, { columns, key, layout }]) => {
    let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
    for (const [column, kind] of Object.entries(columns))
      table = addColumn(table, { column, kind, types });
    return table.addPrimaryKeyConstraint(`${name}_key`, [...key]).modifyEnd(types[layout]);
  });
}

interface Column {
  readonly column: string;
  readonly kind: Columns[string];
  readonly types: ColumnTypes;
}

function addColumn(
  table: CreateTableBuilder<string, string>,
  { column, kind, types }: Column,
): CreateTableBuilder<string, string> {
  const mayBeNull = kind.endsWith('?');
  const type = types[kind.replace('?', '') as Kind];
  // The type is SQL text of our own: Kysely knows no type that both engines call the same.
  return table.addColumn(column, type as never, (made) => (mayBeNull ? made : made.notNull()));
}

function indexes({ db }: MigrationContext): Compilable[] {
  const on = (table: string, columns: readonly string[]) =>
    db.schema
      .createIndex(`${table}_by_${columns.at(-1)}`)
      .on(table)
      .columns([...columns]);
  return [
    on('app', ['name']).unique(),
    on('user', ['app', 'username_folded']).unique(),
    on('device', ['token_hash']).unique(),
    on('device', ['app', 'user', 'key']).unique().where(sql.ref('key'), 'is not', null),
    on('device', ['app', 'user']),
    on('conversation', ['app', 'direct_key']).unique(),
    on('conversation', ['app', 'kind', 'id']),
    on('member', ['app', 'user', 'conversation']),
    on('member', ['app', 'conversation', 'version']),
    on('message', ['app', 'conversation', 'sender', 'client_msg_id']).unique(),
    on('message', ['app', 'conversation', 'version']).where(
      sql.ref('version_changed'),
      '=',
      sql`1`,
    ),
    on('notice', ['app', 'conversation', 'anchor']),
    on('item', ['app', 'user', 'version']),
    on('outbox', ['due_at']),
  ];
}

function firstRows({ db, now, newEpoch }: MigrationContext): Compilable[] {
  return [
    db.insertInto('meta').values({ id: 1, epoch: newEpoch, schema: 0, min_binary: 0 }),
    db.insertInto('app').values({ id: 1, name: 'main', created_at: now, suspended: 0 }),
  ];
}
