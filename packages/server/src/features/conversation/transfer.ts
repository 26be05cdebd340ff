import { conversationId, ConversationService, userId } from '@hubbub/protocol';
import { transfer as transferTo } from '../../store/role-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

export const transfer: UserOperation<typeof ConversationService.method.transfer> = {
  method: ConversationService.method.transfer,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { conversation, user } = call.args;
    const changed = await call.write(transferTo, {
      conversation: conversationId(conversation),
      actor: call.caller.user,
      user: userId(user),
    });
    return outcomeOf(call.app, changed);
  },
};
