import { conversationId, ConversationService } from '@hubbub/protocol';
import { addMembers } from '../../store/group-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import type { GroupNeeds } from './limits.ts';
import { eachOnce } from './users.ts';

type Add = UserOperation<typeof ConversationService.method.add>;

export function add({ groupMembers }: GroupNeeds): Add {
  return {
    method: ConversationService.method.add,
    who: 'user',
    cost: 5,
    idempotency: 'natural',
    async run(call) {
      const { conversation, users } = call.args;
      const added = await call.write(addMembers, {
        conversation: conversationId(conversation),
        user: call.caller.user,
        users: eachOnce(users),
        mostMembers: groupMembers(call.app),
      });
      return outcomeOf(call.app, added);
    },
  };
}
