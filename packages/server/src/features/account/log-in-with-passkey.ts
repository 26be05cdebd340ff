import { AccountService } from '@hubbub/protocol';
import { logInWithPasskey as store } from '../../store/passkey-store.ts';
import type { OpenOperation } from '../operation.ts';
import { verifySignature } from '../passkey/signed.ts';
import { openedEmissions } from './ended.ts';
import type { Offers } from './offers.ts';
import { mostDevices, prepareOpening } from './opening.ts';

type LogIn = OpenOperation<typeof AccountService.method.logInWithPasskey>;

/** No code is asked after it: the authenticator is something the user has, and has verified the user. */
export function logInWithPasskey({ offers }: { readonly offers: Offers }): LogIn {
  return {
    method: AccountService.method.logInWithPasskey,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const { device, reply, cookie } = prepareOpening(call);
      const { credential } = call.args;
      const signed = await verifySignature(call, { party: offers.passkeys, credential });
      const done = await call.write(store, { ...signed, device, mostDevices });
      return {
        result: { user: done.user, device: done.device, ...reply },
        emissions: openedEmissions(call.app, done.user.id, done),
        ...cookie,
      };
    },
  };
}
