// Whom an address counts for: an IPv4 address for itself, an IPv6 address for its /64, because one household or one
// rented machine has all of those 2^64 addresses.
import { isIPv6 } from 'node:net';

export function groupAddress(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%', 1);
  if (!isIPv6(plain)) return plain;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [left = '', right] = plain.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right ? right.split(':') : [];
  // A dotted quad at the end stands for two groups.
  const size = head.length + tail.length + (plain.includes('.') ? 1 : 0);
  const zeros = right === undefined ? 0 : 8 - size;
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
    .concat('::/64');
}
