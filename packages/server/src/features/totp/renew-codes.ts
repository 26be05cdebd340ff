import { TotpService } from '@hubbub/protocol';
import { renewRecoveryCodes } from '../../store/totp-store.ts';
import { requireFresh } from '../account/fresh.ts';
import type { DeviceOperation } from '../operation.ts';
import { hashRecoveryCode, makeRecoveryCodes } from './codes.ts';

export const renewCodes: DeviceOperation<typeof TotpService.method.renewCodes> = {
  method: TotpService.method.renewCodes,
  who: 'device',
  cost: 5,
  idempotency: 'none',
  async run(call) {
    await requireFresh(call);
    const recoveryCodes = makeRecoveryCodes();
    const codeHashes = recoveryCodes.map(hashRecoveryCode);
    await call.write(renewRecoveryCodes, { user: call.caller.user, codeHashes });
    return { result: { recoveryCodes } };
  },
};
