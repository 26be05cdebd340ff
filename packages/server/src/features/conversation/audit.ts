import { conversationId, ConversationService } from '@hubbub/protocol';
import { readAudit } from '../../store/audit-store.ts';
import { readAfter, toNext } from '../after.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 50;

export const audit: UserOperation<typeof ConversationService.method.audit> = {
  method: ConversationService.method.audit,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { conversation, after, limit } = call.args;
    const place = readAfter(after);
    const { next, ...page } = await call.read(readAudit, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      after: place && { at: place[0], earlier: place[1] },
      limit: limit === 0 ? pageSize : limit,
    });
    return { result: { ...page, next: toNext(next && [next.at, next.earlier]) } };
  },
};
