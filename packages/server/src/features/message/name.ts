import { conversationId, type ConversationId, type UserId } from '@hubbub/protocol';
import type { UserCall } from '../operation.ts';

/** The message a call speaks of, and who speaks of it. */
export function nameOf({
  args: { conversation, seq },
  caller: { user },
}: Pick<UserCall<{ conversation: string; seq: number }>, 'args' | 'caller'>): {
  conversation: ConversationId;
  user: UserId;
  seq: number;
} {
  return { conversation: conversationId(conversation), user, seq };
}
