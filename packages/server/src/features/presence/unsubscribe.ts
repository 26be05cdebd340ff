import { OperationError, PresenceService } from '@hubbub/protocol';
import type { UserOperation } from '../operation.ts';
import { targetOf } from './target.ts';

export const unsubscribe: UserOperation<typeof PresenceService.method.unsubscribe> = {
  method: PresenceService.method.unsubscribe,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['socket'],
  async run(call) {
    if (call.socket === undefined) throw new OperationError('DOOR');
    call.socket.unwatch(targetOf(call.args));
    return { result: {} };
  },
};
