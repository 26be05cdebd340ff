// Own marks: one SELF item per conversation, so that a user's devices agree; others learn of them only live.
import { Item_Kind, selfOf, type ConversationId, type UserId } from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { isSameMarks, moveMarks, type MarkRequest, type Marks } from '../rules/mark.ts';
import { lockHead, readPlace } from './conversation-store.ts';
import { readItem, writeItem, type ItemRow } from './item-store.ts';
import { readMarkAudience, type MarkAudience } from './sharing-store.ts';
import type { Write } from './statement.ts';
import type { StreamChange } from './stream.ts';

interface NewMarks extends MarkRequest {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

export interface Marked {
  readonly marks: Marks;
  /** The change of SELF; undefined when the marks stood there already. */
  readonly stream: StreamChange | undefined;
  /** Of the other members; undefined when they are not told. */
  readonly audience: MarkAudience | undefined;
  /** What moved. */
  readonly moved: { readonly read: boolean; readonly delivered: boolean };
}

export const setMarks: Write<NewMarks, Marked> = {
  name: 'setMarks',
  locks: ({ user }) => ({ users: [user] }),
  *run(_tx, { conversation, user, ...request }) {
    // Marks are no part of the conversation's stream: its head is only looked at.
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    yield* lockHead(selfOf(user));
    const target = place.head.id;
    const before = toMarks(yield* readItem(user, Item_Kind.MARK, target));
    const marks = moveMarks(before, request, place.head.seq);
    const moved = {
      read: marks.read > before.read,
      delivered: marks.delivered > before.delivered,
    };
    if (isSameMarks(before, marks)) return { marks, stream: undefined, audience: undefined, moved };
    const stream = yield* writeItem(user, {
      kind: Item_Kind.MARK,
      target,
      read_seq: marks.read,
      delivered_seq: marks.delivered,
      marked_unread: marks.markedUnread ? 1 : 0,
    });
    const isMoved = moved.read || moved.delivered;
    const audience = isMoved ? yield* readMarkAudience(place, user) : undefined;
    return { marks, stream, audience, moved };
  },
};

function toMarks(item: ItemRow | undefined): Marks {
  return {
    read: item?.read_seq ?? 0,
    delivered: item?.delivered_seq ?? 0,
    markedUnread: item?.marked_unread === 1,
  };
}
