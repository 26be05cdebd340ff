import { InviteService } from '@hubbub/protocol';
import { cleanLines } from '../../rules/conversation.ts';
import { findInvite } from '../../store/invite-store.ts';
import { enterByInvite } from '../../store/invited-store.ts';
import type { GroupNeeds } from '../conversation/limits.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';
import { hashCode } from './code.ts';

type Join = UserOperation<typeof InviteService.method.join>;

export function join({ groupMembers }: GroupNeeds): Join {
  return {
    method: InviteService.method.join,
    who: 'user',
    cost: 5,
    idempotency: 'natural',
    async run(call) {
      const { code, text } = call.args;
      const hash = hashCode(code);
      const { streams, ...result } = await call.write(enterByInvite, {
        conversation: await call.read(findInvite, { hash }),
        hash,
        user: call.caller.user,
        text: cleanLines('text', text),
        mostMembers: groupMembers(call.app),
      });
      return { result, emissions: emissionsOf(call.app, streams) };
    },
  };
}
