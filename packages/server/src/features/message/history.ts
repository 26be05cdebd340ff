import { conversationId, MessageService } from '@hubbub/protocol';
import { readHistory } from '../../store/history-store.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 50;

export const history: UserOperation<typeof MessageService.method.history> = {
  method: MessageService.method.history,
  who: 'user',
  guests: true,
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { conversation, from, limit } = call.args;
    const page = await call.read(readHistory, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      ...(from.case === 'before' && { before: from.value }),
      ...(from.case === 'after' && { after: from.value }),
      limit: limit === 0 ? pageSize : limit,
    });
    const { messages, notices, users, more, noticesCut } = page;
    const rows = { messages: [...messages], notices: [...notices], users: [...users] };
    return { result: { ...rows, more, noticesCut } };
  },
};
