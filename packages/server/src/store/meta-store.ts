// What the database says of itself, and which apps live in it.
import type { AppId } from '@hubbub/protocol';
import { first, run, systemStatement, type Read, type Write } from './statement.ts';

const selectMeta = systemStatement((db) =>
  db.selectFrom('meta').select('epoch').where('id', '=', 1),
);

const selectApp = systemStatement<{ name: string }, { id: number; suspended: number }>((db, p) =>
  db.selectFrom('app').select(['id', 'suspended']).where('name', '=', p.name),
);

const updateEpoch = systemStatement<{ epoch: string }, unknown>((db, p) =>
  db.updateTable('meta').set({ epoch: p.epoch }).where('id', '=', 1),
);

export const readEpoch: Read<object, string> = {
  name: 'meta.epoch',
  *run() {
    const row = yield* first(selectMeta, {});
    if (!row) throw new Error('the database has no meta row');
    return row.epoch;
  },
};

export const readApp: Read<{ name: AppId }, { id: number; suspended: number } | undefined> = {
  name: 'app.read',
  *run(_tx, { name }) {
    return yield* first(selectApp, { name });
  },
};

const touchMeta = systemStatement<object, unknown>((db) =>
  db
    .updateTable('meta')
    .set((e) => ({ schema: e.ref('schema') }))
    .where('id', '=', 1),
);

/** Changes nothing, and is written and synced like everything else: shows whether the disk takes writes. */
export const tryWrite: Write<object, void> = {
  name: 'meta.tryWrite',
  locks: () => ({}),
  *run() {
    yield* run(touchMeta, {});
  },
};

export const writeEpoch: Write<{ epoch: string }, void> = {
  name: 'meta.setEpoch',
  locks: () => ({}),
  *run(_tx, { epoch }) {
    yield* run(updateEpoch, { epoch });
  },
};
