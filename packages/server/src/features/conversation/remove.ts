import { conversationId, ConversationService, randomKey, userId } from '@hubbub/protocol';
import { removeMember } from '../../store/leave-store.ts';
import { readWhispers } from '../../store/whisper-end-store.ts';
import { notedByStaff } from '../audit/by-staff.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';

/** Takes effect at its place in the log: nothing after it reaches the one removed. */
export const remove: UserOperation<typeof ConversationService.method.remove> = {
  method: ConversationService.method.remove,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const user = userId(call.args.user);
    const note = { action: 'conversation.remove', conversation, target: user };
    const removed = await call.write(notedByStaff(call, removeMember, note), {
      conversation,
      user,
      actor: call.caller.user,
      whispers: await call.read(readWhispers, { room: conversation, user }),
      outboxId: randomKey(),
    });
    return outcomeOf(call.app, removed);
  },
};
