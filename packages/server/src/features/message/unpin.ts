import { MessageService } from '@hubbub/protocol';
import { unpinMessage } from '../../store/pin-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';

export const unpin: UserOperation<typeof MessageService.method.unpin> = {
  method: MessageService.method.unpin,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    return outcomeOf(call.app, await call.write(unpinMessage, nameOf(call)));
  },
};
