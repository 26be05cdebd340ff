import { conversationId, ConversationService } from '@hubbub/protocol';
import { getConversation } from '../../store/list-store.ts';
import type { UserOperation } from '../operation.ts';

/** Who is no member of a room sees its name, picture and size. */
export const get: UserOperation<typeof ConversationService.method.get> = {
  method: ConversationService.method.get,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const found = await call.read(getConversation, { conversation, user: call.caller.user });
    return { result: { ...found, users: [...found.users] } };
  },
};
