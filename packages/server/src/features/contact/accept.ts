import { ContactService } from '@hubbub/protocol';
import { acceptFriend } from '../../store/friend-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOfPair } from './changed.ts';
import { otherOf } from './other.ts';

export const accept: UserOperation<typeof ContactService.method.accept> = {
  method: ContactService.method.accept,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const pair = { user: call.caller.user, other: otherOf(call) };
    return outcomeOfPair(call.app, await call.write(acceptFriend, pair), pair);
  },
};
