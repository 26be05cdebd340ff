import type { AppId, Change, Message } from '@hubbub/protocol';
import type { ChangedMessage } from '../../store/message-change-store.ts';
import { emissionsOf } from '../emission.ts';
import type { Outcome } from '../operation.ts';

/** The answer of an operation that changes a message: the caller's own view of it, and what everybody is told. */
export function outcomeOf(
  app: AppId,
  { message, change, streams }: ChangedMessage,
): Outcome<{ message: Message; change?: Change }> {
  return {
    result: { message, ...(change && { change }) },
    emissions: emissionsOf(app, streams),
  };
}
