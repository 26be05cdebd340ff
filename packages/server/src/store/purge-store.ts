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

/** The rows of a conversation with up to `limit` values of one of its columns: about as many rows. */
function sliceOf(
  table: 'message' | 'message_edit' | 'choice' | 'pin' | 'mention' | 'notice' | 'member',
  column: 'seq' | 'version' | 'user',
) {
  return statement<Slice, unknown>((db, p) => {
    const name = sql.ref(column);
    return db
      .deleteFrom(table)
      .where('app', '=', p.app)
      .where('conversation', '=', p.conversation)
      .where(
        sql<boolean>`${name} in (select ${name} from ${sql.table(table)} where app = ${p.app}
          and conversation = ${p.conversation} limit ${p.limit})`,
      );
  });
}

/** What hangs on messages goes before them. */
const slices = [
  sliceOf('message_edit', 'seq'),
  sliceOf('choice', 'seq'),
  sliceOf('pin', 'seq'),
  sliceOf('mention', 'seq'),
  sliceOf('message', 'seq'),
  sliceOf('notice', 'version'),
  sliceOf('member', 'user'),
];

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
    for (const remove of slices) if ((yield* run(remove, slice)) > 0) return { isDone: false };
    yield* run(deleteHead, { conversation: slice.conversation });
    return { isDone: child === undefined };
  },
};
