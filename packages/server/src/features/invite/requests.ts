import { conversationId, InviteService } from '@hubbub/protocol';
import { readApplicants } from '../../store/invited-store.ts';
import { readAfter, toNext } from '../after.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 50;

export const requests: UserOperation<typeof InviteService.method.requests> = {
  method: InviteService.method.requests,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { conversation, after, limit } = call.args;
    const [askedAt, user] = readAfter(after) ?? [0, -1];
    const { applicants, users, next } = await call.read(readApplicants, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      after: { askedAt, user },
      limit: limit === 0 ? pageSize : limit,
    });
    const place = toNext(next && [next.askedAt, next.user]);
    return { result: { applicants: [...applicants], users: [...users], next: place } };
  },
};
