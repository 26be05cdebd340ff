// Takes away the rows of a deleted conversation, a slice per transaction, so that no writer waits long behind it.
import { run, statement, type Write } from './statement.ts';

interface Slice {
  conversation: number;
  limit: number;
}

const deleteMessages = statement<Slice, unknown>((db, p) =>
  db
    .deleteFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', 'in', (e) =>
      e
        .selectFrom('message as some')
        .where('some.app', '=', p.app)
        .where('some.conversation', '=', p.conversation)
        .select('some.seq')
        .limit(p.limit),
    ),
);

const deleteNotices = statement<Slice, unknown>((db, p) =>
  db
    .deleteFrom('notice')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('version', 'in', (e) =>
      e
        .selectFrom('notice as some')
        .where('some.app', '=', p.app)
        .where('some.conversation', '=', p.conversation)
        .select('some.version')
        .limit(p.limit),
    ),
);

const deleteMembers = statement<Slice, unknown>((db, p) =>
  db
    .deleteFrom('member')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', 'in', (e) =>
      e
        .selectFrom('member as some')
        .where('some.app', '=', p.app)
        .where('some.conversation', '=', p.conversation)
        .select('some.user')
        .limit(p.limit),
    ),
);

const deleteHead = statement<{ conversation: number }, unknown>((db, p) =>
  db
    .deleteFrom('conversation')
    .where('app', '=', p.app)
    .where('id', '=', p.conversation)
    .where('deleted', '=', 1),
);

/** @returns whether rows are left; the head goes last, so that a purge that was cut off can go on */
export const purgeSlice: Write<Slice, { isDone: boolean }> = {
  name: 'purgeSlice',
  locks: () => ({}),
  *run(_tx, slice) {
    for (const remove of [deleteMessages, deleteNotices, deleteMembers])
      if ((yield* run(remove, slice)) > 0) return { isDone: false };
    yield* run(deleteHead, { conversation: slice.conversation });
    return { isDone: true };
  },
};
