import { conversationId, InviteService, userId } from '@hubbub/protocol';
import { decideRequest } from '../../store/invited-store.ts';
import { outcomeIn } from '../conversation/changed.ts';
import type { GroupNeeds } from '../conversation/limits.ts';
import type { UserOperation } from '../operation.ts';

type Decide = UserOperation<typeof InviteService.method.decide>;

export function decide({ groupMembers }: GroupNeeds): Decide {
  return {
    method: InviteService.method.decide,
    who: 'user',
    cost: 3,
    idempotency: 'natural',
    async run(call) {
      const { user, approve } = call.args;
      const conversation = conversationId(call.args.conversation);
      const decided = await call.write(decideRequest, {
        conversation,
        actor: call.caller.user,
        user: userId(user),
        approve,
        mostMembers: groupMembers(call.app),
      });
      return outcomeIn(conversation, call.app, decided);
    },
  };
}
