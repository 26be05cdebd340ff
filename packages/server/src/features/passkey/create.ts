import { PasskeyService } from '@hubbub/protocol';
import { listCredentials } from '../../store/passkey-store.ts';
import { requireFresh } from '../account/fresh.ts';
import { titleOf, type Offers } from '../account/offers.ts';
import type { DeviceOperation } from '../operation.ts';
import { challengeMs, makeChallenge } from './challenge.ts';
import { webauthn } from './library.ts';

type Create = DeviceOperation<typeof PasskeyService.method.create>;

export function create({ offers }: { readonly offers: Offers }): Create {
  return {
    method: PasskeyService.method.create,
    who: 'device',
    cost: 5,
    idempotency: 'none',
    async run(call) {
      const { user } = await requireFresh(call);
      const held = await call.read(listCredentials, call.caller);
      const { generateRegistrationOptions } = await webauthn();
      const options = await generateRegistrationOptions({
        rpID: offers.passkeys.domain,
        rpName: titleOf(call.app),
        userID: new TextEncoder().encode(user.id),
        userName: user.username,
        userDisplayName: user.displayName,
        challenge: await makeChallenge(call, {
          kind: 'passkey.create',
          user: call.caller.user,
        }),
        timeout: challengeMs,
        attestationType: 'none',
        excludeCredentials: held.map((id) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return { result: { options: JSON.stringify(options) } };
    },
  };
}
