import { MomentService } from '@hubbub/protocol';
import { readUnread } from '../../store/moment-unread-store.ts';
import type { UserOperation } from '../operation.ts';

export const unread: UserOperation<typeof MomentService.method.unread> = {
  method: MomentService.method.unread,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  run: async (call) => ({ result: await call.read(readUnread, { viewer: call.caller.user }) }),
};
