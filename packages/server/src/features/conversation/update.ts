import { conversationId, ConversationService } from '@hubbub/protocol';
import { cleanTitle } from '../../rules/conversation.ts';
import { rename } from '../../store/ending-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

export const update: UserOperation<typeof ConversationService.method.update> = {
  method: ConversationService.method.update,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const renamed = await call.write(rename, {
      conversation: conversationId(call.args.conversation),
      user: call.caller.user,
      title: cleanTitle(call.args.title),
    });
    const { result, emissions = [] } = outcomeOf(call.app, renamed);
    const { conversation } = renamed;
    return { result: { ...result, ...(conversation && { conversation }) }, emissions };
  },
};
