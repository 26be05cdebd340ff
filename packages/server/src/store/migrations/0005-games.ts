// Games: which there are, where they run and what came of them. While one runs its state is in its process's memory; the row
// says who may write it (node), until when (lease_until), and what it goes on from (checkpoint).
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration } from './migration.ts';

const indexes = [
  ['game', 'game', '100000 100000 1'],
  ['game', 'game_by_name', '100000 100000 1'],
  ['game', 'game_by_code', '10000 10000 1'],
  ['game', 'game_in_lobby', '1000 1000 1000 100 1'],
  ['game', 'game_by_node', '1000 100 1'],
] as const;

export const games: Migration = {
  name: '0005-games',
  minBinary: 5,
  statements: ({ db, engine, types }) => [
    db.schema
      .createTable('game')
      .addColumn('app', types.whole as never, (c) => c.notNull())
      .addColumn('id', types.whole as never, (c) => c.notNull())
      .addColumn('name', types.text as never, (c) => c.notNull())
      .addColumn('type', types.text as never, (c) => c.notNull())
      .addColumn('state', types.whole as never, (c) => c.notNull())
      .addColumn('private', types.whole as never, (c) => c.notNull())
      .addColumn('locked', types.whole as never, (c) => c.notNull())
      .addColumn('lobby', types.whole as never, (c) => c.notNull())
      .addColumn('fixed', types.whole as never, (c) => c.notNull())
      .addColumn('min_seats', types.whole as never, (c) => c.notNull())
      .addColumn('max_seats', types.whole as never, (c) => c.notNull())
      .addColumn('taken', types.whole as never, (c) => c.notNull())
      .addColumn('seats', types.text as never, (c) => c.notNull())
      .addColumn('options', types.text as never, (c) => c.notNull())
      .addColumn('conversation', types.whole as never, (c) => c.notNull())
      .addColumn('code', types.text as never)
      .addColumn('ending', types.whole as never, (c) => c.notNull())
      .addColumn('result', types.text as never, (c) => c.notNull())
      .addColumn('checkpoint', types.text as never)
      .addColumn('node', types.text as never, (c) => c.notNull())
      .addColumn('lease_until', types.whole as never, (c) => c.notNull())
      .addColumn('created_at', types.whole as never, (c) => c.notNull())
      .addColumn('ended_at', types.whole as never, (c) => c.notNull())
      .addPrimaryKeyConstraint('game_key', ['app', 'id'] as never)
      .modifyEnd(types.clustered as never),
    db.schema.createIndex('game_by_name').unique().on('game').columns(['app', 'name']),
    db.schema
      .createIndex('game_by_code')
      .unique()
      .on('game')
      .columns(['app', 'code'])
      .where(sql.ref('code'), 'is not', null),
    db.schema
      .createIndex('game_in_lobby')
      .on('game')
      .columns(['app', 'lobby', 'type', 'created_at'])
      .where(sql.ref('lobby'), '=', sql`1`),
    db.schema
      .createIndex('game_by_node')
      .on('game')
      .columns(['node', 'lease_until'])
      .where(sql.ref('state'), '!=', sql`3`),
    ...(engine === 'sqlite' ? [sizesOf(indexes)] : []),
  ],
};
