import { MomentService } from '@hubbub/protocol';
import { readTimeline } from '../../store/moment-store.ts';
import type { UserOperation } from '../operation.ts';
import { formatCursor, pageOf } from './page.ts';

export const timeline: UserOperation<typeof MomentService.method.timeline> = {
  method: MomentService.method.timeline,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const asked = { viewer: call.caller.user, ...pageOf(call.args) };
    const { next, ...page } = await call.read(readTimeline, asked);
    return { result: { ...page, next: formatCursor(next) } };
  },
};
