import { conversationId, ConversationService, userId } from '@hubbub/protocol';
import { muteMember } from '../../store/role-store.ts';
import { notedByStaff } from '../audit/by-staff.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

export const mute: UserOperation<typeof ConversationService.method.mute> = {
  method: ConversationService.method.mute,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { seconds } = call.args;
    const conversation = conversationId(call.args.conversation);
    const user = userId(call.args.user);
    const note = { action: 'conversation.mute', conversation, target: user, details: { seconds } };
    const muted = await call.write(notedByStaff(call, muteMember, note), {
      conversation,
      actor: call.caller.user,
      user,
      seconds,
    });
    return outcomeOf(call.app, muted);
  },
};
