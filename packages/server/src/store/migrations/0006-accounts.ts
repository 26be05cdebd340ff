// What an account has besides its name and password: a profile text, other ways to log in, an e-mail address; and what was
// given up or is to be answered soon.
import { sql, type Compilable, type CreateTableBuilder } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

export const accounts: Migration = {
  name: '0006-accounts',
  minBinary: 6,
  statements: (context) => [
    ...columns(context),
    ...tables(context),
    ...indexes(context),
    ...(context.engine === 'sqlite' ? [sizesOf(sizes)] : []),
  ],
};

function columns({ db, types }: MigrationContext): Compilable[] {
  const whole = (table: string, column: string) =>
    db.schema
      .alterTable(table)
      .addColumn(column, types.whole as never, (made) => made.notNull().defaultTo(sql.lit(0)));
  return [
    db.schema
      .alterTable('user')
      .addColumn('about', types.text as never, (made) => made.notNull().defaultTo(sql.lit(''))),
    whole('user', 'guest'),
    whole('user', 'name_changed_at'),
    whole('device', 'proven_at'),
    whole('media', 'profile'),
  ];
}

type Kind = 'whole' | 'text' | 'bytes';

/** Every column is there in every row; the first ones are the primary key. */
const layouts: Readonly<Record<string, { key: number; columns: Readonly<Record<string, Kind>> }>> =
  {
    held_name: {
      key: 2,
      columns: { app: 'whole', name_hash: 'text', user: 'whole', until: 'whole' },
    },
    challenge: {
      key: 2,
      columns: {
        app: 'whole',
        hash: 'text',
        kind: 'text',
        user: 'whole',
        data: 'text',
        tries: 'whole',
        expires_at: 'whole',
      },
    },
    email: {
      key: 2,
      columns: {
        app: 'whole',
        user: 'whole',
        address: 'text',
        address_folded: 'text',
        language: 'text',
        verified_at: 'whole',
      },
    },
    passkey: {
      key: 2,
      columns: {
        app: 'whole',
        id: 'whole',
        user: 'whole',
        credential: 'text',
        public_key: 'bytes',
        counter: 'whole',
        transports: 'text',
        name: 'text',
        created_at: 'whole',
        last_used_at: 'whole',
      },
    },
    totp: {
      key: 2,
      columns: {
        app: 'whole',
        user: 'whole',
        secret: 'text',
        confirmed_at: 'whole',
        last_step: 'whole',
      },
    },
    recovery_code: { key: 3, columns: { app: 'whole', user: 'whole', hash: 'text' } },
    export: {
      key: 2,
      columns: { app: 'whole', id: 'whole', user: 'whole', created_at: 'whole', ready_at: 'whole' },
    },
    export_part: {
      key: 3,
      columns: { app: 'whole', export: 'whole', no: 'whole', blob: 'text', size: 'whole' },
    },
  };

function tables({ db, types }: MigrationContext): Compilable[] {
  return Object.entries(layouts).map(([name, { key, columns: kinds }]) => {
    let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
    for (const [column, kind] of Object.entries(kinds))
      table = table.addColumn(column, types[kind] as never, (made) => made.notNull());
    const names = Object.keys(kinds).slice(0, key);
    return table.addPrimaryKeyConstraint(`${name}_key`, names).modifyEnd(types.clustered);
  });
}

function indexes({ db }: MigrationContext): Compilable[] {
  const on = (table: string, ...of: string[]) =>
    db.schema
      .createIndex(`${table}_by_${of.at(-1)}`)
      .on(table)
      .columns(of);
  return [
    on('ticket', 'app', 'device'),
    // Guests only, for the sweep over all apps.
    on('user', 'created_at').where(sql.ref('guest'), '=', sql`1`),
    on('held_name', 'app', 'until'),
    on('challenge', 'app', 'user', 'kind'),
    on('challenge', 'app', 'expires_at'),
    on('email', 'app', 'address_folded'),
    on('passkey', 'app', 'credential').unique(),
    on('passkey', 'app', 'user'),
    on('export', 'app', 'user'),
  ];
}

const sizes = [
  ['ticket', 'ticket_by_device', '1000 1000 1'],
  ['user', 'user_by_created_at', '1000 1'],
  ['held_name', 'held_name', '1000 1000 1'],
  ['held_name', 'held_name_by_until', '1000 1000 1'],
  ['challenge', 'challenge', '1000 1000 1'],
  ['challenge', 'challenge_by_kind', '1000 1000 2 1'],
  ['challenge', 'challenge_by_expires_at', '1000 1000 1'],
  ['email', 'email', '100000 100000 1'],
  ['email', 'email_by_address_folded', '100000 100000 1'],
  ['passkey', 'passkey', '100000 100000 1'],
  ['passkey', 'passkey_by_credential', '100000 100000 1'],
  ['passkey', 'passkey_by_user', '100000 100000 2'],
  ['export', 'export', '1000 1000 1'],
  ['export', 'export_by_user', '1000 1000 1'],
  ['export_part', 'export_part', '10000 10000 10 1'],
  ['totp', 'totp', '100000 100000 1'],
  ['recovery_code', 'recovery_code', '500000 500000 10 1'],
] as const;
