import { expect, test } from 'bun:test';
import { groupAddress } from './address-group.ts';

test('IPv4 counts by address, IPv6 by its /64, however it is written', () => {
  expect(groupAddress('192.0.2.7')).toBe('192.0.2.7');
  expect(groupAddress('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(groupAddress('::FFFF:192.0.2.7')).toBe('192.0.2.7');
  const one = [
    '2001:db8:0:1::7',
    '2001:DB8::1:0:0:0:7',
    '2001:0db8:0000:0001:ffff:ffff:ffff:ffff',
    '2001:db8:0:1::1.2.3.4',
  ];
  expect(new Set(one.map(groupAddress))).toEqual(new Set(['2001:db8:0:1::/64']));
  expect(groupAddress('2001:db8:0:2::7')).not.toBe(groupAddress('2001:db8:0:1::7'));
  expect(groupAddress('::1')).toBe('0:0:0:0::/64');
  expect(groupAddress('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(groupAddress('')).toBe('');
});
