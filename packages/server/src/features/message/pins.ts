import { conversationId, MessageService } from '@hubbub/protocol';
import { readPins } from '../../store/pin-store.ts';
import type { UserOperation } from '../operation.ts';

export const pins: UserOperation<typeof MessageService.method.pins> = {
  method: MessageService.method.pins,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { messages, users } = await call.read(readPins, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
    });
    return { result: { messages: [...messages], users: [...users] } };
  },
};
