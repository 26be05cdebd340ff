import { conversationId, ConversationService, userId } from '@hubbub/protocol';
import { muteMember } from '../../store/role-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

export const mute: UserOperation<typeof ConversationService.method.mute> = {
  method: ConversationService.method.mute,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { conversation, user, seconds } = call.args;
    const muted = await call.write(muteMember, {
      conversation: conversationId(conversation),
      actor: call.caller.user,
      user: userId(user),
      seconds,
    });
    return outcomeOf(call.app, muted);
  },
};
