import { MessageService } from '@hubbub/protocol';
import { voteInPoll } from '../../store/poll-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';

export const vote: UserOperation<typeof MessageService.method.vote> = {
  method: MessageService.method.vote,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const options = [...new Set(call.args.options)];
    return outcomeOf(call.app, await call.write(voteInPoll, { ...nameOf(call), options }));
  },
};
