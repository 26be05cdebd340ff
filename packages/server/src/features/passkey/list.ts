import { PasskeyService } from '@hubbub/protocol';
import { listPasskeys } from '../../store/passkey-store.ts';
import type { DeviceOperation } from '../operation.ts';

export const list: DeviceOperation<typeof PasskeyService.method.list> = {
  method: PasskeyService.method.list,
  who: 'device',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    return { result: { passkeys: await call.read(listPasskeys, call.caller) } };
  },
};
