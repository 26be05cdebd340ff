// What create, direct and whisper answer to a retry whose sender has no tokens left (docs/sync.md 21).
import type { Conversation } from '@hubbub/protocol';
import { findOpened } from '../../store/opening-store.ts';
import type { Outcome, UserCall } from '../operation.ts';

type Operation = 'conversation.create' | 'conversation.direct' | 'conversation.whisper';

/** A call without a key is no retry of anything. */
export async function repeatedOpening(
  call: UserCall<{ readonly clientKey: string }>,
  operation: Operation,
): Promise<Outcome<{ conversation: Conversation; repeated: true }> | undefined> {
  const { clientKey } = call.args;
  if (clientKey === '') return undefined;
  const user = call.caller.user;
  const found = await call.read(findOpened, { operation, user, clientKey, digest: call.digest });
  return found && { result: { conversation: found.conversation, repeated: true } };
}
