import { OperationError, TotpService } from '@hubbub/protocol';
import { findOwn } from '../../store/own-account-store.ts';
import { enableTotp, findPendingTotp } from '../../store/totp-store.ts';
import type { AccountNeeds } from '../account/opening.ts';
import type { DeviceOperation } from '../operation.ts';
import { hashRecoveryCode, makeRecoveryCodes, stepOf } from './codes.ts';

/** Whoever cannot show a first code would lock themselves out. */
export function confirm({
  attempts,
}: Pick<AccountNeeds, 'attempts'>): DeviceOperation<typeof TotpService.method.confirm> {
  return {
    method: TotpService.method.confirm,
    who: 'device',
    cost: 5,
    idempotency: 'none',
    async run(call) {
      const { caller, app, address, args } = call;
      const secret = await call.read(findPendingTotp, caller);
      if (secret === undefined) throw new OperationError('UNKNOWN');
      const { now } = await call.read(findOwn, caller);
      const attempt = { app, address, account: caller.user, knownDevice: undefined };
      const step = await attempts.code(attempt, async () => stepOf(secret, args.code, now));
      if (step === undefined) throw new OperationError('CODE_WRONG');
      const recoveryCodes = makeRecoveryCodes();
      const codeHashes = recoveryCodes.map(hashRecoveryCode);
      await call.write(enableTotp, { user: caller.user, secret, step, codeHashes });
      return { result: { recoveryCodes } };
    },
  };
}
