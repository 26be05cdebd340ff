import { OperationError, PresenceService } from '@hubbub/protocol';
import type { UserOperation } from '../operation.ts';
import { visibleTarget } from './target.ts';

export const subscribe: UserOperation<typeof PresenceService.method.subscribe> = {
  method: PresenceService.method.subscribe,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['socket'],
  async run(call) {
    if (call.socket === undefined) throw new OperationError('DOOR');
    const { present, count } = call.socket.watch(await visibleTarget(call));
    return { result: { present: [...present], count } };
  },
};
