import { conversationId, ConversationService, randomKey, userId } from '@hubbub/protocol';
import { cleanLines } from '../../rules/conversation.ts';
import { audited } from '../../store/audit-store.ts';
import { banMember } from '../../store/ban-store.ts';
import { readWhispers } from '../../store/whisper-end-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeIn } from './changed.ts';

/** Takes effect at its place in the log, as removing does. */
export const ban: UserOperation<typeof ConversationService.method.ban> = {
  method: ConversationService.method.ban,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const user = userId(call.args.user);
    const { seconds } = call.args;
    const reason = cleanLines('reason', call.args.reason);
    const details = { seconds, ...(reason !== '' && { reason }) };
    const actor = call.caller.user;
    const note = { actor, action: 'conversation.ban', conversation, target: user, details };
    const banned = await call.write(audited(banMember, note), {
      conversation,
      user,
      actor,
      seconds,
      reason,
      whispers: await call.read(readWhispers, { room: conversation, user }),
      outboxId: randomKey(),
    });
    return outcomeIn(conversation, call.app, banned);
  },
};
