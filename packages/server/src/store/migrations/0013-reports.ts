// What users report to those who run the app.
import { sql } from 'kysely';
import { sizesOf } from './0001-statistics.ts';
import type { Migration, MigrationContext } from './migration.ts';

const columns = {
  app: 'whole',
  id: 'whole',
  reporter: 'whole',
  kind: 'whole',
  target: 'whole',
  seq: 'whole',
  reason: 'whole',
  text: 'text',
  snapshot: 'bytes',
  created_at: 'whole',
  resolution: 'whole',
  resolved_at: 'whole',
  resolved_by: 'text',
  note: 'text',
} as const;

export const reports: Migration = {
  name: '0013-reports',
  minBinary: 13,
  statements: (context) => [
    table(context),
    context.db.schema
      .createIndex('report_by_subject')
      .unique()
      .on('report')
      .columns(['app', 'reporter', 'kind', 'target', 'seq'])
      .where(sql.ref('resolved_at'), '=', sql`0`),
    context.db.schema
      .createIndex('report_by_time')
      .on('report')
      .columns(['app', 'resolved_at', 'created_at', 'id']),
    ...(context.engine === 'sqlite' ? [sizesOf(sizes)] : []),
  ],
};

function table({ db, types }: MigrationContext) {
  let made = db.schema.createTable('report');
  for (const [column, kind] of Object.entries(columns))
    made = made.addColumn(column, types[kind] as never, (one) => one.notNull());
  return made
    .addPrimaryKeyConstraint('report_key', ['app', 'id'] as never)
    .modifyEnd(types.clustered);
}

const sizes = [
  ['report', 'report', '100000 100000 1'],
  ['report', 'report_by_subject', '100000 100000 2 1 1 1'],
  ['report', 'report_by_time', '100000 100000 10 1 1'],
] as const;
