import { TotpService } from '@hubbub/protocol';
import { removeTotp } from '../../store/totp-store.ts';
import { requireFresh } from '../account/fresh.ts';
import type { DeviceOperation } from '../operation.ts';

export const remove: DeviceOperation<typeof TotpService.method.remove> = {
  method: TotpService.method.remove,
  who: 'device',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    await requireFresh(call);
    await call.write(removeTotp, { user: call.caller.user });
    return { result: {} };
  },
};
