// Takes away what a deleted moment leaves behind, a slice per transaction; its pictures are the feature's (purge.ts), since
// their bytes are not in the database.
import { run, statement, type Write } from './statement.ts';

interface Slice {
  moment: number;
  limit: number;
}

const deleteInteractions = statement<Slice, unknown>((db, p) =>
  db
    .deleteFrom('interaction')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .where('place', 'in', (e) =>
      e
        .selectFrom('interaction as some')
        .where('some.app', '=', p.app)
        .where('some.moment', '=', p.moment)
        .select('some.place')
        .limit(p.limit),
    ),
);

const deleteTimelines = statement<Slice, unknown>((db, p) =>
  db
    .deleteFrom('timeline')
    .where('app', '=', p.app)
    .where('moment', '=', p.moment)
    .where('user', 'in', (e) =>
      e
        .selectFrom('timeline as some')
        .where('some.app', '=', p.app)
        .where('some.moment', '=', p.moment)
        .select('some.user')
        .limit(p.limit),
    ),
);

/** @returns whether nothing is left */
export const purgeMomentSlice: Write<Slice, { isDone: boolean }> = {
  name: 'purgeMomentSlice',
  locks: () => ({}),
  *run(_tx, slice) {
    for (const remove of [deleteInteractions, deleteTimelines])
      if ((yield* run(remove, slice)) > 0) return { isDone: false };
    return { isDone: true };
  },
};
