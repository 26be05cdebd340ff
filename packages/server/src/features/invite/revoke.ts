import { conversationId, InviteService, type InviteId } from '@hubbub/protocol';
import { revokeInvite } from '../../store/invite-store.ts';
import type { UserOperation } from '../operation.ts';

export const revoke: UserOperation<typeof InviteService.method.revoke> = {
  method: InviteService.method.revoke,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    await call.write(revokeInvite, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      invite: call.args.invite as InviteId,
    });
    return { result: {} };
  },
};
