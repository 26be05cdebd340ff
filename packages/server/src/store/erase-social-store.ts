// What an account has been shown among friends, and its pictures that belong to nothing; the rest is forget-store.ts.
import type { UserId } from '@hubbub/protocol';
import { all, run, statement, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { uploadsOf } from './upload-store.ts';

// Of moments the user has been shown, or was told of: there are no more rows of one moment than of the user itself.
const deleteTimeline = statement<{ user: number }, unknown>((db, p) =>
  db.deleteFrom('timeline').where('app', '=', p.app).where('user', '=', p.user),
);

const deleteNotices = statement<{ user: number }, unknown>((db, p) =>
  db.deleteFrom('moment_notice').where('app', '=', p.app).where('user', '=', p.user),
);

const selectMedia = statement<{ user: number }, { id: number }>((db, p) =>
  db
    .selectFrom('media')
    .where('app', '=', p.app)
    .where('owner', '=', p.user)
    .where('moment', '=', 0)
    .select('id'),
);

const releasePictures = statement<{ user: number }, unknown>((db, p) =>
  db.updateTable('media').set({ profile: 0 }).where('app', '=', p.app).where('owner', '=', p.user),
);

/** @returns the pictures whose bytes are to go */
export const eraseShown: Write<
  { user: UserId },
  { media: readonly number[]; uploads: readonly number[] }
> = {
  name: 'account.eraseShown',
  locks: () => ({}),
  *run(_tx, { user: id }) {
    const user = userKey(id);
    for (const remove of [deleteTimeline, deleteNotices]) yield* run(remove, { user });
    yield* run(releasePictures, { user });
    const media = (yield* all(selectMedia, { user })).map((row) => row.id);
    return { media, uploads: yield* uploadsOf(id) };
  },
};
