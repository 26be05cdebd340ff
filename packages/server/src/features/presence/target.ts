// What presence is asked for: one conversation's members, or users, of whom the caller gets those it may see.
import { conversationId, OperationError, userId } from '@hubbub/protocol';
import { mayWatch, readSharing } from '../../store/presence-store.ts';
import type { PresenceTarget, UserCall } from '../operation.ts';

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

/** Throws for a conversation the caller is not in; strangers among users are left out, so that nobody learns who exists. */
export async function visibleTarget(call: UserCall<Asked>): Promise<PresenceTarget> {
  const { conversation, users = [] } = targetOf(call.args);
  const { user } = call.caller;
  if (conversation === undefined)
    return { users: await call.read(readSharing, { user, others: users }) };
  // Whoever is blocked sees what it would see if the other one were away.
  return (await call.read(mayWatch, { conversation, user })) ? { conversation } : { users: [user] };
}
