// Where the server may be sent by a stranger: users name the addresses of their push services, and none may make it call
// what only this machine or its network can reach. A name is looked up once, for the connection itself, so that what was
// checked is what is called.
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** On the Internet: not private, local, reserved, or one of these in another notation (mapped, NAT64, 6to4). */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  constructor() {
    super('the push service is at no public address');
  }
}

/** For `https.request`: finds public addresses only. One that is not public among several is enough to refuse. */
export const lookupPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '');
    if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address)))
      return done(new PrivateAddressError(), '');
    const [first] = found;
    if (options.all === true) done(null, found);
    else done(null, first?.address ?? '', first?.family);
  });
};
