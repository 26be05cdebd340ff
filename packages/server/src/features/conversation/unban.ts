import { conversationId, ConversationService, userId } from '@hubbub/protocol';
import { unbanUser } from '../../store/ban-store.ts';
import { notedByStaff } from '../audit/by-staff.ts';
import type { UserOperation } from '../operation.ts';

export const unban: UserOperation<typeof ConversationService.method.unban> = {
  method: ConversationService.method.unban,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const user = userId(call.args.user);
    const note = { action: 'conversation.unban', conversation, target: user };
    const args = { conversation, actor: call.caller.user, user };
    await call.write(notedByStaff(call, unbanUser, note), args);
    return { result: {} };
  },
};
