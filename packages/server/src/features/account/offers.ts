import { AccountService, type AppId } from '@hubbub/protocol';
import type { OpenOperation } from '../operation.ts';

/** What the operator has chosen to offer. */
export interface Offers {
  readonly guests: boolean;
  /** Mails can be sent. */
  readonly email: boolean;
  readonly passkeys: PasskeyParty;
}

/** Whose passkeys they are, as browsers understand it. */
export interface PasskeyParty {
  /** A domain; passkeys work on its pages and on those of its subdomains. */
  readonly domain: string;
  /** The pages that may use them; asked when it is needed, because the port may not be known before. */
  origins(): readonly string[];
}

/** What authenticators call an app, so that nobody mistakes one for another. */
export function titleOf(app: AppId): string {
  return (app as string) === 'main' ? 'Hubbub' : `Hubbub ${app}`;
}

type Options = OpenOperation<typeof AccountService.method.options>;

/** For the log-in screen, which is drawn before anybody is known. */
export function options({ offers }: { readonly offers: Offers }): Options {
  return {
    method: AccountService.method.options,
    who: 'anyone',
    cost: 1,
    idempotency: 'natural',
    async run() {
      const { guests, email, passkeys } = offers;
      return { result: { guests, email, passkeyDomain: passkeys.domain } };
    },
  };
}
