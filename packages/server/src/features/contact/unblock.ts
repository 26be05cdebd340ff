import { ContactService } from '@hubbub/protocol';
import { changeSide } from '../../store/contact-change-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOfPair } from './changed.ts';
import { otherOf } from './other.ts';

export const unblock: UserOperation<typeof ContactService.method.unblock> = {
  method: ContactService.method.unblock,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const pair = { user: call.caller.user, other: otherOf(call) };
    const changed = await call.write(changeSide, { ...pair, change: { blocks: false } });
    return outcomeOfPair(call.app, changed, pair);
  },
};
