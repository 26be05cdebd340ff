import { conversationId, InviteService } from '@hubbub/protocol';
import { readInvites } from '../../store/invite-store.ts';
import type { UserOperation } from '../operation.ts';

export const list: UserOperation<typeof InviteService.method.list> = {
  method: InviteService.method.list,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { invites, users } = await call.read(readInvites, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
    });
    return { result: { invites: [...invites], users: [...users] } };
  },
};
