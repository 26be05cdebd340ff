import { ContactService } from '@hubbub/protocol';
import { changeSide } from '../../store/contact-change-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOfPair } from './changed.ts';
import { otherOf } from './other.ts';

export const remove: UserOperation<typeof ContactService.method.remove> = {
  method: ContactService.method.remove,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const pair = { user: call.caller.user, other: otherOf(call) };
    const changed = await call.write(changeSide, { ...pair, change: { isFriend: false } });
    return outcomeOfPair(call.app, changed, pair);
  },
};
