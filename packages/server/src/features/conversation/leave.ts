import { conversationId, ConversationService, randomKey } from '@hubbub/protocol';
import { leave as leaveConversation } from '../../store/leave-store.ts';
import { readWhispers } from '../../store/whisper-end-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

export const leave: UserOperation<typeof ConversationService.method.leave> = {
  method: ConversationService.method.leave,
  who: 'user',
  guests: true,
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const { user } = call.caller;
    const left = await call.write(leaveConversation, {
      conversation,
      user,
      whispers: await call.read(readWhispers, { room: conversation, user }),
      outboxId: randomKey(),
    });
    return outcomeOf(call.app, left);
  },
};
