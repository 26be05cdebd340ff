// Says in the record what owner and admins of a conversation did to others in it.
import type { ConversationId, UserId } from '@hubbub/protocol';
import { audited } from '../../store/audit-store.ts';
import type { Changed } from '../../store/opening-store.ts';
import type { Write } from '../../store/statement.ts';
import type { UserCall } from '../operation.ts';

interface Note {
  readonly action: string;
  readonly conversation: ConversationId;
  readonly target: UserId;
  readonly details?: object;
}

/** The write with its row in the record; none when it was so already. */
export function notedByStaff<A, R extends Changed | { readonly done: boolean }>(
  { caller }: Pick<UserCall<unknown>, 'caller'>,
  write: Write<A, R>,
  { details = {}, ...note }: Note,
): Write<A, R> {
  return audited(write, (result) =>
    hasChanged(result) ? { ...note, actor: caller.user, details } : undefined,
  );
}

function hasChanged(result: Changed | { readonly done: boolean }): boolean {
  return 'done' in result ? result.done : result.streams.length > 0;
}
