// Ending rooms and groups.
import { formatId, OperationError, type ConversationId, type UserId } from '@hubbub/protocol';
import { requireAct, rules } from '../rules/conversation.ts';
import { bumpWith, lockHead, lockPlace } from './conversation-store.ts';
import type { Head } from './head.ts';
import type { Changed } from './opening-store.ts';
import { owePurge } from './purge-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { topicChange } from './stream.ts';
import { endWhispers } from './whisper-end-store.ts';

interface Deletion {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** The room's whispers as read before, so that they are locked in order; more may be found inside. */
  readonly whispers: readonly ConversationId[];
  /** The outbox entry that will purge the rows. */
  readonly outboxId: number;
}

/**
 * The stream's last version, and that of its whispers. Members keep their rows until the outbox has purged them, and are
 * members of nothing.
 */
export const deleteConversation: Write<Deletion, Changed> = {
  name: 'deleteConversation',
  locks: ({ conversation, whispers }) => ({ conversations: [conversation, ...whispers] }),
  *run(tx, { conversation, user, outboxId }) {
    const place = yield* lockPlace(conversation, user);
    requireAct('delete', place);
    return yield* end(tx, place.head, outboxId);
  },
};

/** The same by the operator, who is no member of anything. */
export const deleteByOperator: Write<Omit<Deletion, 'user'>, Changed> = {
  name: 'room.delete',
  locks: ({ conversation, whispers }) => ({ conversations: [conversation, ...whispers] }),
  *run(tx, { conversation, outboxId }) {
    const head = yield* lockHead(conversation);
    if (!rules.delete.kinds.includes(head.kind)) throw new OperationError('KIND');
    return yield* end(tx, head, outboxId);
  },
};

function* end({ now }: Transaction, before: Head, outboxId: number): Steps<Changed> {
  const head = yield* bumpWith(before, { deleted: 1 });
  yield* owePurge(head, { outboxId, now });
  const whispers = yield* endWhispers(formatId('cnv', head.id));
  return { streams: [topicChange(head, head.version - 1, {}), ...whispers] };
}
