import { TotpService } from '@hubbub/protocol';
import { removeTotp } from '../../store/totp-store.ts';
import { requireFresh } from '../account/fresh.ts';
import type { UserOperation } from '../operation.ts';

export const remove: UserOperation<typeof TotpService.method.remove> = {
  method: TotpService.method.remove,
  who: 'user',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    await requireFresh(call);
    await call.write(removeTotp, { user: call.caller.user });
    return { result: {} };
  },
};
