import {
  conversationId,
  ConversationService,
  Member_Role as Role,
  OperationError,
  userId,
} from '@hubbub/protocol';
import { setRole as setRoleOf } from '../../store/role-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

export const setRole: UserOperation<typeof ConversationService.method.setRole> = {
  method: ConversationService.method.setRole,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { conversation, user, role } = call.args;
    if (role === Role.OWNER)
      throw new OperationError('FIELD', 'role: conversation.transfer makes an owner');
    const changed = await call.write(setRoleOf, {
      conversation: conversationId(conversation),
      actor: call.caller.user,
      user: userId(user),
      role,
    });
    return outcomeOf(call.app, changed);
  },
};
