import { OperationError, userId, type UserId } from '@hubbub/protocol';
import type { UserCall } from '../operation.ts';

/** Whom a call is about; nobody is a contact of oneself. */
export function otherOf({ args, caller }: UserCall<{ readonly user: string }>): UserId {
  const other = userId(args.user);
  if (other === caller.user) throw new OperationError('FIELD', 'user: must be somebody else');
  return other;
}
