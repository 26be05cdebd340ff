import { ConversationService, formatId, randomKey, userId } from '@hubbub/protocol';
import { openDirect } from '../../store/direct-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';
import { repeatedOpening } from './repeated.ts';

/** Finds or makes; the other one learns of it by the first message. */
export const direct: UserOperation<typeof ConversationService.method.direct> = {
  method: ConversationService.method.direct,
  who: 'user',
  cost: 5,
  idempotency: 'clientKey',
  async run(call) {
    const { user, clientKey } = call.args;
    const { streams, ...result } = await call.write(openDirect, {
      id: formatId('cnv', randomKey()),
      user: call.caller.user,
      peer: userId(user),
      clientKey,
      digest: call.digest,
    });
    return { result, emissions: emissionsOf(call.app, streams) };
  },
  repeated: (call) => repeatedOpening(call, 'conversation.direct'),
};
