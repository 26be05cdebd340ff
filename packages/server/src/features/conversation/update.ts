import { conversationId, ConversationService } from '@hubbub/protocol';
import { cleanTitle } from '../../rules/conversation.ts';
import { renameRoom } from '../../store/room-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const update: UserOperation<typeof ConversationService.method.update> = {
  method: ConversationService.method.update,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { conversation: head, stream } = await call.write(renameRoom, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      title: cleanTitle(call.args.title),
    });
    return {
      result: { ...(head && { conversation: head }), ...(stream && { change: stream.change }) },
      emissions: emissionsOf(call.app, [stream]),
    };
  },
};
