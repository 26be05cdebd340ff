import { conversationId, ConversationService, randomKey } from '@hubbub/protocol';
import { cleanLines, cleanTitle } from '../../rules/conversation.ts';
import { updateConversation } from '../../store/settings-store.ts';
import type { UserOperation } from '../operation.ts';
import { settledOf } from './changed.ts';

export const update: UserOperation<typeof ConversationService.method.update> = {
  method: ConversationService.method.update,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { conversation, title, picture, about } = call.args;
    const updated = await call.write(updateConversation, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      title: title === undefined ? undefined : cleanTitle(title),
      picture,
      about: about === undefined ? undefined : cleanLines('about', about),
      outboxId: randomKey(),
    });
    return settledOf(call.app, updated);
  },
};
