// Takes away what a deleted moment leaves behind, a slice per transaction; its pictures are the feature's (purge.ts), since
// their bytes are not in the database.
import { removeSlice, sliceOf } from './slice.ts';
import type { Write } from './statement.ts';

const slices = [
  sliceOf('interaction', { owner: 'moment', by: 'place' }),
  sliceOf('timeline', { owner: 'moment', by: 'user' }),
];

/** @returns whether nothing is left */
export const purgeMomentSlice: Write<{ moment: number; limit: number }, { isDone: boolean }> = {
  name: 'purgeMomentSlice',
  locks: () => ({}),
  *run(_tx, { moment, limit }) {
    return { isDone: yield* removeSlice(slices, { of: moment, limit }) };
  },
};
