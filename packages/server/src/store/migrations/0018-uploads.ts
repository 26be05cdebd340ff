// Files that come in chunks.
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

const uploadColumns = {
  app: 'whole',
  id: 'whole',
  owner: 'whole',
  key: 'text',
  name: 'text',
  as_file: 'whole',
  size: 'whole',
  received: 'whole',
  touched_at: 'whole',
  media: 'whole',
} as const;

const partColumns = {
  app: 'whole',
  upload: 'whole',
  blob: 'text',
  at: 'whole',
  size: 'whole',
  stored: 'whole',
} as const;

export const uploads: Migration = {
  name: '0018-uploads',
  minBinary: 18,
  statements: (context) => [
    table(context, { name: 'upload', columns: uploadColumns, key: ['app', 'id'] }),
    context.db.schema
      .createIndex('upload_by_key')
      .unique()
      .on('upload')
      .columns(['app', 'owner', 'key']),
    table(context, { name: 'upload_part', columns: partColumns, key: ['app', 'upload', 'blob'] }),
    ...(context.engine === 'sqlite' ? [sizesOf(sizes)] : []),
  ],
};

interface Made {
  readonly name: 'upload' | 'upload_part';
  readonly columns: Readonly<Record<string, 'whole' | 'text'>>;
  readonly key: readonly string[];
}

function table({ db, types }: MigrationContext, { name, columns, key }: Made) {
  let made = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(columns))
    made = made.addColumn(column, types[kind] as never, (one) => one.notNull());
  return made.addPrimaryKeyConstraint(`${name}_key`, key as never).modifyEnd(types.clustered);
}

const sizes = [
  ['upload', 'upload', '100000 100000 1'],
  ['upload', 'upload_by_key', '100000 100000 5 1'],
  ['upload_part', 'upload_part', '1000000 1000000 20 1'],
] as const;
