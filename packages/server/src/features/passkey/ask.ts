import { PasskeyService } from '@hubbub/protocol';
import type { Offers } from '../account/offers.ts';
import type { OpenOperation } from '../operation.ts';
import { challengeMs, makeChallenge } from './challenge.ts';
import { webauthn } from './library.ts';

type Ask = OpenOperation<typeof PasskeyService.method.ask>;

/** Names no passkey: the browser offers those it has for this domain, and nobody learns which exist. */
export function ask({ offers }: { readonly offers: Offers }): Ask {
  return {
    method: PasskeyService.method.ask,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    async run(call) {
      const { generateAuthenticationOptions } = await webauthn();
      const options = await generateAuthenticationOptions({
        rpID: offers.passkeys.domain,
        challenge: await makeChallenge(call, { kind: 'passkey.ask' }),
        userVerification: 'required',
        timeout: challengeMs,
      });
      return { result: { options: JSON.stringify(options) } };
    },
  };
}
