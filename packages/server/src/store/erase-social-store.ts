// What an account leaves behind among friends, and how it goes: its moments, its likes and comments, its place on the lists
// of others, what it was told of, pictures that belong to nothing.
import { Contact_Request as Request, formatId, type UserId } from '@hubbub/protocol';
import { readContact, writeContact } from './contact-store.ts';
import { owe, removeMoment } from './post-store.ts';
import { all, run, statement, type Read, type Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';
import { getUsers } from './user-store.ts';

type Of = { user: number; limit: number };

const selectMoments = statement<Of, { id: number }>((db, p) =>
  db
    .selectFrom('moment')
    .where('app', '=', p.app)
    .where('author', '=', p.user)
    .select('id')
    .limit(p.limit),
);

const selectSaid = statement<Of, { id: number; moment: number }>((db, p) =>
  db
    .selectFrom('interaction')
    .where('app', '=', p.app)
    .where('author', '=', p.user)
    .select(['id', 'moment'])
    .limit(p.limit),
);

const deleteSaid = statement<{ id: number; user: number }, unknown>((db, p) =>
  db
    .deleteFrom('interaction')
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where('author', '=', p.user),
);

const selectOthers = statement<Of, { other: number }>((db, p) =>
  db
    .selectFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select('other')
    .limit(p.limit),
);

const deleteContact = statement<{ user: number; other: number }, unknown>((db, p) =>
  db
    .deleteFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('other', '=', p.other),
);

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

interface Slice {
  readonly user: UserId;
  /** One for each effect that will be owed; as many rows are taken. */
  readonly outboxIds: readonly number[];
}

/** Takes away moments, then likes and comments; @returns whether none are left */
export const eraseSaid: Write<Slice, { isDone: boolean }> = {
  name: 'account.eraseSaid',
  locks: () => ({}),
  *run(tx, { user: id, outboxIds }) {
    const of = { user: userKey(id), limit: outboxIds.length };
    const moments = yield* all(selectMoments, of);
    for (const [i, { id: moment }] of moments.entries())
      yield* removeMoment(tx, { moment, outboxId: outboxIds[i] ?? 0 });
    if (moments.length > 0) return { isDone: false };
    const said = yield* all(selectSaid, of);
    for (const [i, { id: interaction, moment }] of said.entries()) {
      yield* run(deleteSaid, { id: interaction, user: of.user });
      const owed = { kind: 'moment.retract', moment, interaction } as const;
      yield* owe(tx, { ...owed, outboxId: outboxIds[i] ?? 0 });
    }
    return { isDone: said.length === 0 };
  },
};

/** Whom the user had on its side of a contact. */
export const readOthers: Read<{ user: UserId; limit: number }, UserId[]> = {
  name: 'account.others',
  *run(_tx, { user, limit }) {
    const rows = yield* all(selectOthers, { user: userKey(user), limit });
    return rows.map(({ other }) => formatId('usr', other));
  },
};

/** The other one's list forgets the user, and the user's side goes. */
export const eraseContact: Write<
  { user: UserId; other: UserId },
  { streams: readonly StreamChange[] }
> = {
  name: 'account.eraseContact',
  locks: ({ user, other }) => ({ users: [user, other].toSorted() }),
  *run(tx, { user, other }) {
    yield* run(deleteContact, { user: userKey(user), other: userKey(other) });
    const [theirs] = yield* getUsers.run(tx, { users: [other] });
    if (theirs === undefined || theirs.deleted) return { streams: [] };
    const before = yield* readContact(other, user);
    const plain = { isFriend: false, blocks: false, hidesMine: false, hidesTheirs: false };
    const request = { request: Request.UNSPECIFIED, requestText: '', requestedAt: 0, askedAt: 0 };
    const after = { ...before, ...plain, ...request, alias: '', tags: [] };
    if (JSON.stringify(before) === JSON.stringify(after)) return { streams: [] };
    return { streams: [yield* writeContact(after, tx)] };
  },
};

/** @returns the pictures whose bytes are to go */
export const eraseShown: Write<{ user: UserId }, { media: readonly number[] }> = {
  name: 'account.eraseShown',
  locks: () => ({}),
  *run(_tx, { user: id }) {
    const user = userKey(id);
    for (const remove of [deleteTimeline, deleteNotices]) yield* run(remove, { user });
    yield* run(releasePictures, { user });
    return { media: (yield* all(selectMedia, { user })).map((row) => row.id) };
  },
};
