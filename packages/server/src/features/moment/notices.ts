import { MomentService, OperationError } from '@hubbub/protocol';
import { readNotices } from '../../store/moment-notice-store.ts';
import type { UserOperation } from '../operation.ts';

const noticesPerPage = 20;

export const notices: UserOperation<typeof MomentService.method.notices> = {
  method: MomentService.method.notices,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { before, limit } = call.args;
    if (!/^\d{0,15}$/.test(before))
      throw new OperationError('FIELD', 'before: must be `next` of a page');
    const { next, ...page } = await call.read(readNotices, {
      viewer: call.caller.user,
      before: before === '' ? undefined : Number(before),
      limit: limit === 0 ? noticesPerPage : limit,
    });
    return { result: { ...page, next: next === undefined ? '' : String(next) } };
  },
};
