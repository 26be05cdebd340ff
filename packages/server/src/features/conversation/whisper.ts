import {
  conversationId,
  ConversationService,
  formatId,
  OperationError,
  randomKey,
} from '@hubbub/protocol';
import { mostMembersOfWhisper } from '../../rules/conversation.ts';
import { findWhisper, openWhisper } from '../../store/whisper-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';
import { repeatedOpening } from './repeated.ts';
import { eachOnce } from './users.ts';

/** Finds or makes; the others learn of it by the first message, and nobody else ever. */
export const whisper: UserOperation<typeof ConversationService.method.whisper> = {
  method: ConversationService.method.whisper,
  who: 'user',
  cost: 5,
  idempotency: 'clientKey',
  async run(call) {
    const { clientKey } = call.args;
    const { user } = call.caller;
    const room = conversationId(call.args.room);
    const users = eachOnce([user, ...call.args.users]);
    if (users.length < 2) throw new OperationError('KIND');
    if (users.length > mostMembersOfWhisper)
      throw new OperationError('FIELD', `users: more than ${mostMembersOfWhisper} with the caller`);
    const { streams, ...result } = await call.write(openWhisper, {
      id: formatId('cnv', randomKey()),
      room,
      user,
      users,
      found: await call.read(findWhisper, { room, users }),
      clientKey,
      digest: call.digest,
    });
    return { result, emissions: emissionsOf(call.app, streams) };
  },
  repeated: (call) => repeatedOpening(call, 'conversation.whisper'),
};
