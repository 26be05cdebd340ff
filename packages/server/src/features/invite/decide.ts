import { conversationId, InviteService, userId } from '@hubbub/protocol';
import { decideRequest } from '../../store/invited-store.ts';
import type { GroupNeeds } from '../conversation/limits.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

type Decide = UserOperation<typeof InviteService.method.decide>;

export function decide({ groupMembers }: GroupNeeds): Decide {
  return {
    method: InviteService.method.decide,
    who: 'user',
    cost: 3,
    idempotency: 'natural',
    async run(call) {
      const { conversation, user, approve } = call.args;
      const { streams } = await call.write(decideRequest, {
        conversation: conversationId(conversation),
        actor: call.caller.user,
        user: userId(user),
        approve,
        mostMembers: groupMembers(call.app),
      });
      // What the others' own streams were told is not the caller's.
      const change = streams.find((stream) => stream.conversation === conversation)?.change;
      return { result: change ? { change } : {}, emissions: emissionsOf(call.app, streams) };
    },
  };
}
