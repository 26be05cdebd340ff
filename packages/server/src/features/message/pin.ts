import { MessageService } from '@hubbub/protocol';
import { pinMessage } from '../../store/pin-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';

export const pin: UserOperation<typeof MessageService.method.pin> = {
  method: MessageService.method.pin,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    return outcomeOf(call.app, await call.write(pinMessage, nameOf(call)));
  },
};
