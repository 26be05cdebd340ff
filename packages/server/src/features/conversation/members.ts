import { conversationId, ConversationService } from '@hubbub/protocol';
import { readMembers } from '../../store/members-store.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 100;

export const members: UserOperation<typeof ConversationService.method.members> = {
  method: ConversationService.method.members,
  who: 'user',
  guests: true,
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { conversation, since, after, limit } = call.args;
    const page = await call.read(readMembers, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      since,
      after,
      limit: limit === 0 ? pageSize : limit,
    });
    return { result: { ...page, members: [...page.members], users: [...page.users] } };
  },
};
