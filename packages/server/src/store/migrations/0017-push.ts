// Notifications over push services: who is subscribed, what is owed to whom, and what the server made for itself.
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

const whole = 'whole' as const;
const text = 'text' as const;

const tables = {
  secret: { key: ['name'], columns: { name: text, value: text } },
  push_subscription: {
    key: ['app', 'device'],
    columns: {
      app: whole,
      device: whole,
      user: whole,
      login: text,
      endpoint: text,
      p256dh: text,
      auth: text,
      hide_text: whole,
      no_contacts: whole,
      no_moments: whole,
      language: text,
      created_at: whole,
    },
  },
  push_state: { key: ['app', 'stream'], columns: { app: whole, stream: whole, place: whole } },
  push_owed: {
    key: ['app', 'device', 'stream'],
    columns: {
      app: whole,
      device: whole,
      stream: whole,
      user: whole,
      after: whole,
      place: whole,
      due_at: whole,
      attempts: whole,
      lease_until: whole,
      lease_token: text,
    },
  },
};

export const push: Migration = {
  name: '0017-push',
  minBinary: 17,
  statements: (context) => [
    ...(['secret', 'push_subscription', 'push_state', 'push_owed'] as const).map((name) =>
      table(context, name),
    ),
    ...indexes(context),
    ...(context.engine === 'sqlite' ? [sizesOf(sizes)] : []),
  ],
};

function table({ db, types }: MigrationContext, name: keyof typeof tables) {
  const { columns, key } = tables[name];
  let made = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(columns))
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
    on('push_subscription', 'app', 'user'),
    on('push_subscription', 'app', 'endpoint'),
    on('push_owed', 'due_at'),
  ];
}

const sizes = [
  ['push_subscription', 'push_subscription', '100000 100000 1'],
  ['push_subscription', 'push_subscription_by_user', '100000 100000 2'],
  ['push_subscription', 'push_subscription_by_endpoint', '100000 100000 1'],
  ['push_state', 'push_state', '200000 200000 1'],
  ['push_owed', 'push_owed', '1000 1000 2 1'],
  ['push_owed', 'push_owed_by_due_at', '1000 2'],
] as const;
