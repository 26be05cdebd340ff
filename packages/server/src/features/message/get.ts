import { conversationId, MessageService } from '@hubbub/protocol';
import { getMessages } from '../../store/history-store.ts';
import type { UserOperation } from '../operation.ts';

export const get: UserOperation<typeof MessageService.method.get> = {
  method: MessageService.method.get,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { conversation, seqs } = call.args;
    const { messages, users } = await call.read(getMessages, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      seqs,
    });
    return { result: { messages: [...messages], users: [...users] } };
  },
};
