import { conversationId, ConversationService, OperationError } from '@hubbub/protocol';
import { readBans } from '../../store/ban-store.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 50;

export const bans: UserOperation<typeof ConversationService.method.bans> = {
  method: ConversationService.method.bans,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { conversation, after, limit } = call.args;
    if (!/^\d{0,16}$/.test(after))
      throw new OperationError('FIELD', 'after: must be the `next` of a page');
    const page = await call.read(readBans, {
      conversation: conversationId(conversation),
      actor: call.caller.user,
      after: Number(after === '' ? -1 : after),
      limit: limit === 0 ? pageSize : limit,
    });
    return { result: { ...page, bans: [...page.bans], users: [...page.users] } };
  },
};
