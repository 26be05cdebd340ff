// What every operation that makes somebody a member answers with, be it by making the conversation or by coming in.
import {
  Conversation_Kind as Kind,
  type Change,
  type Conversation,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { readPlace, type Place } from './conversation-store.ts';
import { toPublicConversation, type Head } from './head.ts';
import { readMembership, toOwnConversation } from './membership-store.ts';
import type { Steps } from './statement.ts';
import type { StreamChange } from './stream.ts';

export interface Opened {
  readonly conversation: Conversation;
  /** Undefined for a retry. */
  readonly change: Change | undefined;
  readonly repeated: boolean;
  readonly streams: readonly StreamChange[];
}

/** What a write that changes a conversation answers with. */
export interface Changed {
  readonly conversation?: Conversation;
  /** The conversation's change first; none when it was so already. */
  readonly streams: readonly StreamChange[];
}

export const unchanged: Changed = { streams: [] };

/** What a retry answers: the conversation as its asker may see it now. */
export function* repeatOpening(conversation: ConversationId, user: UserId): Steps<Opened> {
  const row = yield* readMembership(conversation, user);
  const head = row
    ? toOwnConversation(row)
    : toPublicConversation(knownToAll(yield* readPlace(conversation, user)));
  return { conversation: head, change: undefined, repeated: true, streams: [] };
}

function knownToAll(place: Place): Head {
  if (place.kind !== Kind.ROOM) requireMember(place);
  return place.head;
}
