import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { AccountService, OperationError, type AccountConfirmRequest } from '@hubbub/protocol';
import { findOwn, proveDevice } from '../../store/own-account-store.ts';
import type { DeviceCall, DeviceOperation } from '../operation.ts';
import { verifySignature } from '../passkey/signed.ts';
import { freshMs } from './fresh.ts';
import type { Offers } from './offers.ts';
import type { AccountNeeds } from './opening.ts';
import { verifyOwnPassword } from './own-password.ts';

type Confirm = DeviceOperation<typeof AccountService.method.confirm>;
type Needs = AccountNeeds & { readonly offers: Offers };

/** Of this device alone: what was proved here says nothing of who holds another. */
export function confirm(needs: Needs): Confirm {
  return {
    method: AccountService.method.confirm,
    who: 'device',
    cost: 5,
    idempotency: 'natural',
    async run(call) {
      const signed = await prove(needs, call);
      const { provenAt } = await call.write(proveDevice, { ...call.caller, signed });
      return { result: { freshUntil: timestampFromMs(provenAt + freshMs) } };
    },
  };
}

async function prove(needs: Needs, call: DeviceCall<AccountConfirmRequest>) {
  const { proof } = call.args;
  if (proof.case === 'credential') {
    const party = needs.offers.passkeys;
    const signed = await verifySignature(call, { party, credential: proof.value });
    if (signed.user !== call.caller.user) throw new OperationError('PASSKEY');
    return signed;
  }
  const own = await call.read(findOwn, call.caller);
  await verifyOwnPassword(needs, call, { own, password: proof.value ?? '' });
  return undefined;
}
