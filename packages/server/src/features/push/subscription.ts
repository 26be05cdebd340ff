// What a client says of its push service: checked before anything is kept.
import { createECDH } from 'node:crypto';
import { OperationError, type PushSubscription } from '@hubbub/protocol';
import { isPublicAddress } from './address.ts';

/** Throws FIELD. A name is not looked up here: nobody is told what the server's network answers. */
export function checkSubscription(
  { endpoint, p256dh, auth }: PushSubscription,
  ownHosts: readonly string[],
): void {
  const trouble = endpointTrouble(endpoint, ownHosts);
  if (trouble !== undefined) throw new OperationError('FIELD', `subscription.endpoint: ${trouble}`);
  if (!isPoint(fromBase64(p256dh)))
    throw new OperationError('FIELD', 'subscription.p256dh: must be a P-256 public key');
  if (fromBase64(auth)?.length !== 16)
    throw new OperationError('FIELD', 'subscription.auth: must be 16 bytes');
}

/** Why the server would not call this address; undefined when it would. */
export function endpointTrouble(endpoint: string, ownHosts: readonly string[]): string | undefined {
  if (!URL.canParse(endpoint)) return 'must be an address';
  const url = new URL(endpoint);
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    return 'must hold no user and no fragment';
  if (isOwnHost(url, ownHosts)) return undefined;
  if (url.port !== '') return 'must use the usual port';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isNumber = host.includes(':') || /^[\d.]+$/.test(host);
  // Also what can only be a name of this network.
  if (isNumber ? !isPublicAddress(host) : !/^[^.]+(\.[^.]+)+$/.test(host))
    return 'must be on the Internet';
  return undefined;
}

export function isOwnHost({ host }: URL, ownHosts: readonly string[]): boolean {
  return ownHosts.includes(host);
}

function fromBase64(text: string): Buffer | undefined {
  return /^[\w-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
}

/** Uncompressed, and on the curve. */
function isPoint(bytes: Buffer | undefined): boolean {
  if (bytes?.length !== 65 || bytes[0] !== 4) return false;
  const own = createECDH('prime256v1');
  own.generateKeys();
  try {
    own.computeSecret(bytes);
    return true;
  } catch {
    return false;
  }
}
