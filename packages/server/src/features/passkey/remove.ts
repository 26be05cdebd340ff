import { PasskeyService } from '@hubbub/protocol';
import { removePasskey } from '../../store/passkey-store.ts';
import { requireFresh } from '../account/fresh.ts';
import type { DeviceOperation } from '../operation.ts';

export const remove: DeviceOperation<typeof PasskeyService.method.remove> = {
  method: PasskeyService.method.remove,
  who: 'device',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    await requireFresh(call);
    await call.write(removePasskey, { user: call.caller.user, passkey: call.args.passkey });
    return { result: {} };
  },
};
