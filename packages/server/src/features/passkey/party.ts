import type { PasskeyParty } from '../account/offers.ts';

interface Pages {
  readonly passkeyDomain: string;
  readonly origins: readonly string[];
}

/**
 * Whose passkeys they are: of the first origin's host unless a domain is named, which may stand above several hosts. Without
 * any origin it is this machine.
 */
export function passkeyParty({ passkeyDomain, origins }: Pages, here: () => string): PasskeyParty {
  const [first] = origins;
  const domain =
    passkeyDomain !== ''
      ? passkeyDomain
      : first === undefined
        ? 'localhost'
        : new URL(first).hostname;
  const isOf = (origin: string) => {
    const { hostname } = new URL(origin);
    return hostname === domain || hostname.endsWith(`.${domain}`);
  };
  const listed = origins.filter(isOf);
  return {
    domain,
    origins: () => (origins.length === 0 ? [here()] : listed),
  };
}
