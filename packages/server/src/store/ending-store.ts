// Ending rooms and groups.
import { formatId, type ConversationId, type UserId } from '@hubbub/protocol';
import { requireAct } from '../rules/conversation.ts';
import { bumpWith, lockPlace } from './conversation-store.ts';
import type { Changed } from './opening-store.ts';
import { owePurge } from './purge-store.ts';
import type { Write } from './statement.ts';
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
    const head = yield* bumpWith(place.head, { deleted: 1 });
    yield* owePurge(head, { outboxId, now: tx.now });
    const whispers = yield* endWhispers(formatId('cnv', head.id));
    return { streams: [topicChange(head, head.version - 1, {}), ...whispers] };
  },
};
