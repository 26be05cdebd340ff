import { ContactService } from '@hubbub/protocol';
import { declineFriend } from '../../store/friend-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { otherOf } from './other.ts';

export const decline: UserOperation<typeof ContactService.method.decline> = {
  method: ContactService.method.decline,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const pair = { user: call.caller.user, other: otherOf(call) };
    return outcomeOf(call.app, await call.write(declineFriend, pair));
  },
};
