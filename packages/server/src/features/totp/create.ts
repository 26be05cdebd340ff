import { TotpService } from '@hubbub/protocol';
import { createTotp } from '../../store/totp-store.ts';
import { requireFresh } from '../account/fresh.ts';
import { titleOf } from '../account/offers.ts';
import type { DeviceOperation } from '../operation.ts';
import { makeSecret, totpUri } from './codes.ts';

export const create: DeviceOperation<typeof TotpService.method.create> = {
  method: TotpService.method.create,
  who: 'device',
  cost: 5,
  idempotency: 'none',
  async run(call) {
    const { user } = await requireFresh(call);
    const secret = makeSecret();
    await call.write(createTotp, { user: call.caller.user, secret });
    return { result: { secret, uri: totpUri(secret, user.username, titleOf(call.app)) } };
  },
};
