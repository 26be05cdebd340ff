// Who is calling from where: the client's address behind listed proxies, and how much an address has open.
import { BlockList, isIP } from 'node:net';

export type ClientAddress = (peer: string, forwardedFor: string | null) => string;

/** @param proxies addresses or networks ("10.0.0.0/8") whose X-Forwarded-For is believed */
export function clientAddresses(proxies: readonly string[]): ClientAddress {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [network = '', bits] = proxy.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(network, family);
    else trusted.addSubnet(network, Number(bits), family);
  }
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (peer, forwardedFor) => {
    let address = plain(peer);
    if (forwardedFor === null) return address;
    const hops = forwardedFor.split(',').map((hop) => plain(hop.trim()));
    // From the right: the first that no listed proxy vouches for is the client.
    while (isTrusted(address)) {
      const hop = hops.pop();
      if (hop === undefined || isIP(hop) === 0) break;
      address = hop;
    }
    return address;
  };
}

/** An IPv4 address inside an IPv6 socket is written as itself. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

export function isLoopback(address: string): boolean {
  const known = plain(address);
  return known === '::1' || known.startsWith('127.');
}

/** What an address may have at a time, counted by address and in all: sockets that wait for their login, open requests. */
export class Places {
  readonly #counts = new Map<string, number>();
  #total = 0;

  constructor(private readonly limits: { readonly perAddress: number; readonly total: number }) {}

  get total(): number {
    return this.#total;
  }

  /** False when there is no place left. */
  enter(address: string): boolean {
    const count = this.#counts.get(address) ?? 0;
    if (count >= this.limits.perAddress || this.#total >= this.limits.total) return false;
    this.#counts.set(address, count + 1);
    this.#total += 1;
    return true;
  }

  leave(address: string): void {
    const count = this.#counts.get(address) ?? 0;
    if (count <= 1) this.#counts.delete(address);
    else this.#counts.set(address, count - 1);
    this.#total -= 1;
  }
}
