import { OperationError, PresenceService } from '@hubbub/protocol';
import type { UserOperation } from '../operation.ts';

/** Known to the gateway alone, and gone with the socket. */
export const attend: UserOperation<typeof PresenceService.method.attend> = {
  method: PresenceService.method.attend,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  volatile: true,
  doors: ['socket'],
  run(call) {
    if (call.socket === undefined) throw new OperationError('DOOR');
    call.socket.attend(!call.args.stopped);
    return Promise.resolve({ result: {} });
  },
};
