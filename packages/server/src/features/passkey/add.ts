import { PasskeyService, randomKey } from '@hubbub/protocol';
import { addPasskey } from '../../store/passkey-store.ts';
import type { Offers } from '../account/offers.ts';
import type { DeviceOperation } from '../operation.ts';
import { readName } from './name.ts';
import { verifyNew } from './signed.ts';

type Add = DeviceOperation<typeof PasskeyService.method.add>;

/** That the login was fresh was asked when the options were given, minutes ago at most. */
export function add({ offers }: { readonly offers: Offers }): Add {
  return {
    method: PasskeyService.method.add,
    who: 'device',
    cost: 5,
    idempotency: 'none',
    async run(call) {
      const name = readName(call.args.name);
      const { credential } = call.args;
      const made = await verifyNew(call, { party: offers.passkeys, credential });
      const row = { user: call.caller.user, id: randomKey(), name, ...made };
      return { result: { passkey: await call.write(addPasskey, row) } };
    },
  };
}
