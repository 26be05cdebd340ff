// What messages hold: pictures with smaller ones, files, voice and video.
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

export const attachments: Migration = {
  name: '0011-attachments',
  minBinary: 11,
  statements: (context) => [
    ...columns(context),
    table(context),
    context.db.schema
      .createIndex('message_media_by_media')
      .on('message_media')
      .columns(['app', 'media', 'conversation', 'seq']),
    ...(context.engine === 'sqlite'
      ? [
          sizesOf([
            ['message_media', 'message_media', '5000000 5000000 200 2 1'],
            ['message_media', 'message_media_by_media', '5000000 5000000 2 1 1'],
          ]),
        ]
      : []),
  ],
};

function columns({ db, types }: MigrationContext) {
  const added = { refs: 'whole', name: 'text', small: 'text', medium: 'text' } as const;
  return [
    ...Object.entries(added).map(([column, kind]) =>
      db.schema
        .alterTable('media')
        .addColumn(column, types[kind] as never, (made) =>
          made.notNull().defaultTo(kind === 'whole' ? sql`0` : sql`''`),
        ),
    ),
    db.schema.alterTable('media').addColumn('preview', types.bytes as never),
  ];
}

function table({ db, types }: MigrationContext) {
  const key = ['app', 'conversation', 'seq', 'media'];
  return key
    .reduce(
      (made, column) => made.addColumn(column, types.whole as never, (one) => one.notNull()),
      db.schema.createTable('message_media'),
    )
    .addPrimaryKeyConstraint('message_media_key', key as never)
    .modifyEnd(types.clustered);
}
