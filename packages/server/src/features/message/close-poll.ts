import { MessageService } from '@hubbub/protocol';
import { closePoll as close } from '../../store/poll-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';

export const closePoll: UserOperation<typeof MessageService.method.closePoll> = {
  method: MessageService.method.closePoll,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    return outcomeOf(call.app, await call.write(close, nameOf(call)));
  },
};
