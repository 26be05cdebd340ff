import { conversationId, MessageService } from '@hubbub/protocol';
import { recallMessage } from '../../store/recall-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import type { MessageNeeds } from './windows.ts';

export function recall({
  windows,
}: MessageNeeds): UserOperation<typeof MessageService.method.recall> {
  return {
    method: MessageService.method.recall,
    who: 'user',
    cost: 2,
    idempotency: 'natural',
    async run(call) {
      const { conversation, seq } = call.args;
      const recalled = await call.write(recallMessage, {
        conversation: conversationId(conversation),
        user: call.caller.user,
        seq,
        windowMs: windows(call.app).recallMs,
      });
      return outcomeOf(call.app, recalled);
    },
  };
}
