import { PasskeyService } from '@hubbub/protocol';
import { listPasskeys } from '../../store/passkey-store.ts';
import type { UserOperation } from '../operation.ts';

export const list: UserOperation<typeof PasskeyService.method.list> = {
  method: PasskeyService.method.list,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    return { result: { passkeys: await call.read(listPasskeys, call.caller) } };
  },
};
