import type { User } from '@hubbub/protocol';
import { toDate } from '../format/time.ts';
import { useIsBefore } from './use-is-before.ts';

/** What a user is about, until that ends. */
export function useStatus(user: User | undefined): User['status'] {
  const { status } = user ?? {};
  const until = status?.until && toDate(status.until);
  const goesOn = useIsBefore(until);
  return until && !goesOn ? undefined : status;
}
