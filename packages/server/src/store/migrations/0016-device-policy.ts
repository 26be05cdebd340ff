// Logins that one on another device has ended: what their clients still hold, so that these are told so.
import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const devicePolicy: Migration = {
  name: '0016-device-policy',
  minBinary: 16,
  statements: ({ db, types }) => [
    db.schema.alterTable('device').addColumn('replaced_hash', types.text as never),
    db.schema
      .alterTable('device')
      .addColumn('replaced_at', types.whole as never, (made) => made.notNull().defaultTo(0)),
    db.schema
      .createIndex('device_by_replaced_hash')
      .on('device')
      .columns(['replaced_hash'])
      .where(sql.ref('replaced_hash'), 'is not', null),
    db.schema
      .createIndex('device_by_replaced_at')
      .on('device')
      .columns(['replaced_at'])
      .where(sql.ref('replaced_at'), '>', sql`0`),
  ],
};
