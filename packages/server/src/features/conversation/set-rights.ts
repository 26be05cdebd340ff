import { conversationId, ConversationService } from '@hubbub/protocol';
import { noRights } from '../../rules/conversation.ts';
import { setRights as decide } from '../../store/settings-store.ts';
import type { UserOperation } from '../operation.ts';
import { settledOf } from './changed.ts';

export const setRights: UserOperation<typeof ConversationService.method.setRights> = {
  method: ConversationService.method.setRights,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { conversation, rights = noRights, showsPast } = call.args;
    const decided = await call.write(decide, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      rights,
      showsPast,
    });
    return settledOf(call.app, decided);
  },
};
