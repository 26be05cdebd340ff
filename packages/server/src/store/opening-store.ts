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
import { findKey } from './idempotency-store.ts';
import { readMembership, toOwnConversation } from './membership-store.ts';
import type { Read, Steps } from './statement.ts';
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

interface Retry {
  readonly operation: 'conversation.create' | 'conversation.direct' | 'conversation.whisper';
  readonly user: UserId;
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

/** What an earlier call with this key opened, without writing; undefined when there was none. */
export const findOpened: Read<Retry, Opened | undefined> = {
  name: 'findOpened',
  *run(_tx, key) {
    const earlier = yield* findKey(key);
    return earlier && (yield* repeatOpening(earlier, key.user));
  },
};

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
