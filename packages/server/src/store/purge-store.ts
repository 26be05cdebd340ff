// Takes away the rows of a deleted conversation, a slice per transaction, so that no writer waits long behind it.
import { Conversation_Kind as Kind, randomKey } from '@hubbub/protocol';
import { sql } from 'kysely';
import { dropSlice } from './attachment-store.ts';
import type { Head } from './head.ts';
import { dropPicture } from './media-store.ts';
import { enqueue } from './outbox-store.ts';
import { removeKeys } from './search-list-store.ts';
import { removeSlice, sliceOf } from './slice.ts';
import { first, run, statement, type Steps, type Write } from './statement.ts';

function ofConversation(
  table:
    | 'message'
    | 'message_edit'
    | 'choice'
    | 'pin'
    | 'mention'
    | 'notice'
    | 'member'
    | 'invite'
    | 'join_request'
    | 'ban',
  by: 'seq' | 'version' | 'user' | 'id',
) {
  return sliceOf(table, { owner: 'conversation', by });
}

/** What hangs on messages goes before them. */
const slices = [
  removeKeys,
  sliceOf('search_state', { owner: 'conversation', by: 'seq' }),
  sliceOf('push_state', { owner: 'stream', by: 'place' }),
  ofConversation('message_edit', 'seq'),
  ofConversation('choice', 'seq'),
  ofConversation('pin', 'seq'),
  ofConversation('mention', 'seq'),
  ofConversation('message', 'seq'),
  ofConversation('notice', 'version'),
  ofConversation('member', 'user'),
  ofConversation('invite', 'id'),
  ofConversation('join_request', 'user'),
  ofConversation('ban', 'user'),
];

const selectPicture = statement<{ conversation: number }, { picture: string }>((db, p) =>
  db
    .selectFrom('conversation')
    .where('app', '=', p.app)
    .where('id', '=', p.conversation)
    .where('deleted', '=', 1)
    .select('picture'),
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
export const purgeSlice: Write<{ conversation: number; limit: number }, { isDone: boolean }> = {
  name: 'purgeSlice',
  locks: () => ({}),
  *run({ now }, { conversation, limit }) {
    // Its whispers first, one after the other: they have nothing else that they are found by.
    const child = yield* first(selectChild, { conversation });
    const slice = { of: child?.id ?? conversation, limit };
    if (yield* dropSlice({ conversation: slice.of, limit }, now)) return { isDone: false };
    if (!(yield* removeSlice(slices, slice))) return { isDone: false };
    const { picture = '' } = (yield* first(selectPicture, { conversation: slice.of })) ?? {};
    if (picture !== '') yield* dropPicture(picture, { now, outboxId: randomKey() });
    yield* run(deleteHead, { conversation: slice.of });
    return { isDone: child === undefined };
  },
};
