// Takes away the rows of a deleted conversation, a slice per transaction, so that no writer waits long behind it.
import { Conversation_Kind as Kind } from '@hubbub/protocol';
import { sql } from 'kysely';
import type { Head } from './head.ts';
import { enqueue } from './outbox-store.ts';
import { first, run, statement, type Steps, type Write } from './statement.ts';

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

const selectChild = statement<{ conversation: number }, { id: number }>((db, p) =>
  db
    .selectFrom('conversation')
    .where('app', '=', p.app)
    .where('parent', '=', p.conversation)
    .where('parent', '!=', sql.lit(0))
    .where('kind', '=', Kind.WHISPER)
    .where('deleted', '=', 1)
    .select('id')
    .limit(1),
);

/** Notes that the rows of a conversation that has just ended are to be taken away. */
export function* owePurge(
  { id }: Pick<Head, 'id'>,
  { outboxId, now }: { outboxId: number; now: number },
): Steps<void> {
  yield* enqueue({
    id: outboxId,
    key: `conversation:${id}`,
    kind: 'conversation.purge',
    payload: { conversation: id },
    now,
  });
}

/** @returns whether rows are left; the head goes last, so that a purge that was cut off can go on */
export const purgeSlice: Write<Slice, { isDone: boolean }> = {
  name: 'purgeSlice',
  locks: () => ({}),
  *run(_tx, { conversation, limit }) {
    // Its whispers first, one after the other: they have nothing else that they are found by.
    const child = yield* first(selectChild, { conversation });
    const slice = { conversation: child?.id ?? conversation, limit };
    for (const remove of [deleteMessages, deleteNotices, deleteMembers])
      if ((yield* run(remove, slice)) > 0) return { isDone: false };
    yield* run(deleteHead, { conversation: slice.conversation });
    return { isDone: child === undefined };
  },
};
