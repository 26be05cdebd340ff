import { ContactService } from '@hubbub/protocol';
import { changeSide } from '../../store/contact-change-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOfPair } from './changed.ts';
import { otherOf } from './other.ts';

/** From now on neither of the two sees whether the other one is here. */
export const block: UserOperation<typeof ContactService.method.block> = {
  method: ContactService.method.block,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const pair = { user: call.caller.user, other: otherOf(call) };
    const changed = await call.write(changeSide, { ...pair, change: { blocks: true } });
    return outcomeOfPair(call.app, changed, pair);
  },
};
