import { conversationId, ConversationService, randomKey } from '@hubbub/protocol';
import { deleteConversation as end } from '../../store/ending-store.ts';
import { readWhispers } from '../../store/whisper-end-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

/** Over at once for everybody; the rows go later (purge.ts). */
const deleteConversation: UserOperation<typeof ConversationService.method.delete> = {
  method: ConversationService.method.delete,
  who: 'user',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const ended = await call.write(end, {
      conversation,
      user: call.caller.user,
      whispers: await call.read(readWhispers, { room: conversation, user: undefined }),
      outboxId: randomKey(),
    });
    return outcomeOf(call.app, ended);
  },
};

export { deleteConversation as delete };
