import { conversationId, ConversationService } from '@hubbub/protocol';
import { cleanLines } from '../../rules/conversation.ts';
import { announce as write } from '../../store/settings-store.ts';
import type { UserOperation } from '../operation.ts';
import { settledOf } from './changed.ts';

export const announce: UserOperation<typeof ConversationService.method.announce> = {
  method: ConversationService.method.announce,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const announced = await call.write(write, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      text: cleanLines('text', call.args.text),
    });
    return settledOf(call.app, announced);
  },
};
