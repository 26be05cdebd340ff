// Renaming and ending rooms and groups.
import {
  formatId,
  Notice_Kind,
  OperationError,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { requireAct, rules } from '../rules/conversation.ts';
import { bumpWith, lockHead, lockPlace } from './conversation-store.ts';
import type { Head } from './head.ts';
import { readMembership, toOwnConversation } from './membership-store.ts';
import { writeNotice } from './notice-store.ts';
import type { Changed } from './opening-store.ts';
import { owePurge } from './purge-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { topicChange } from './stream.ts';
import { endWhispers } from './whisper-end-store.ts';

interface Renaming {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly title: string;
}

/** The title, and the line that tells of it. */
export const rename: Write<Renaming, Changed> = {
  name: 'rename',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, { conversation, user, title }) {
    const place = yield* lockPlace(conversation, user);
    requireAct('rename', place);
    const isSame = place.head.title === title;
    const head = isSame ? place.head : yield* bumpWith(place.head, { title });
    const row = yield* readMembership(conversation, user);
    if (row === undefined) throw new Error('a member without a membership');
    const own = toOwnConversation(row);
    if (isSame) return { conversation: own, streams: [] };
    const news = { kind: Notice_Kind.RENAMED, actor: user, text: title, now: tx.now };
    const notices = [yield* writeNotice(head, news)];
    return { conversation: own, streams: [topicChange(head, head.version - 1, { notices })] };
  },
};

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
