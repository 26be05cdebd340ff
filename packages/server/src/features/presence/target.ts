// What presence is asked for: one conversation's members, or users.
import { conversationId, OperationError, userId } from '@hubbub/protocol';
import type { PresenceTarget } from '../operation.ts';

interface Asked {
  readonly conversation: string;
  readonly users: readonly string[];
}

export function targetOf({ conversation, users }: Asked): PresenceTarget {
  if ((conversation === '') === (users.length === 0))
    throw new OperationError('FIELD', 'either conversation or users must be set');
  return conversation === ''
    ? { users: [...new Set(users)].map(userId) }
    : { conversation: conversationId(conversation) };
}
