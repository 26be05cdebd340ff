// What a user has written in a conversation and not sent: one SELF item each, which nobody but its user reads.
import { Item_Kind, selfOf, type ConversationId, type UserId } from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { lockHead, readPlace } from './conversation-store.ts';
import { readItem, toItem, writeItem } from './item-store.ts';
import type { Write } from './statement.ts';
import type { StreamChange } from './stream.ts';

interface Draft {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** Empty: there is none. */
  readonly text: string;
  readonly replyTo: number;
}

/** @returns undefined when it stood like that already */
export const keepDraft: Write<Draft, StreamChange | undefined> = {
  name: 'conversation.draft',
  locks: ({ user }) => ({ users: [user] }),
  *run(_tx, { conversation, user, text, replyTo }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    yield* lockHead(selfOf(user));
    const target = place.head.id;
    const row = yield* readItem(user, Item_Kind.DRAFT, target);
    const before = row === undefined || row.removed === 1 ? undefined : toItem(row).draft;
    const isSame = text === (before?.text ?? '') && replyTo === (before?.replyTo ?? 0);
    if (isSame) return undefined;
    // A message that is answered by nothing is forgotten with the words.
    if (text === '') {
      const removed = { kind: Item_Kind.DRAFT, target, removed: true };
      return before && (yield* writeItem(user, removed));
    }
    return yield* writeItem(user, {
      kind: Item_Kind.DRAFT,
      target,
      value: { draft: { text, replyTo } },
    });
  },
};
