// Which pages may call: an exact list. Without a list, a page that this very server was reached under by address or as
// localhost; not by another name, because a hostile page can make its own name point here.
import { isIP } from 'node:net';

export type IsAllowedOrigin = (origin: string, host: string) => boolean;

export function allowedOrigins(listed: readonly string[], isTls = false): IsAllowedOrigin {
  const exact = new Set(listed);
  if (exact.size > 0) return (origin) => exact.has(origin);
  return (origin, host) => origin === `${isTls ? 'https' : 'http'}://${host}` && isNumeric(host);
}

function isNumeric(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}
