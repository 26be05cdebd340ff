import { conversationId, InviteService, OperationError } from '@hubbub/protocol';
import { readApplicants } from '../../store/invited-store.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 50;

export const requests: UserOperation<typeof InviteService.method.requests> = {
  method: InviteService.method.requests,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { conversation, after, limit } = call.args;
    const { applicants, users, next } = await call.read(readApplicants, {
      conversation: conversationId(conversation),
      user: call.caller.user,
      after: parsePlace(after),
      limit: limit === 0 ? pageSize : limit,
    });
    const place = next === undefined ? '' : `${next.askedAt}.${next.user}`;
    return { result: { applicants: [...applicants], users: [...users], next: place } };
  },
};

function parsePlace(text: string): { askedAt: number; user: number } {
  if (text === '') return { askedAt: 0, user: -1 };
  const [askedAt = 0, user = 0] = text.split('.').map(Number);
  if (!/^\d{1,16}\.\d{1,16}$/.test(text) || !Number.isSafeInteger(askedAt + user))
    throw new OperationError('FIELD', 'after: must be the `next` of a page');
  return { askedAt, user };
}
