import type { Client } from '@hubbub/client';
import { useEffect, useState } from 'react';
import { useClient } from './app-state.ts';

/** What whoever runs this server has chosen to offer. */
export interface Offers {
  readonly guests: boolean;
  /** Mails can be sent. */
  readonly email: boolean;
  /** Passkeys work on its pages only. */
  readonly passkeyDomain: string;
}

/** Undefined until it is known, and where it cannot be. */
export function useOffers(): Offers | undefined {
  const client = useClient();
  const [offers, setOffers] = useState<Offers>();
  useEffect(() => {
    askOffers(client).then(setOffers, () => undefined);
  }, [client]);
  return offers;
}

async function askOffers(client: Client): Promise<Offers> {
  return await client.http('account.options', { app: '' });
}
