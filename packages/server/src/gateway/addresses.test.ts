import { expect, test } from 'bun:test';
import { clientAddresses, isLoopback, Places } from './addresses.ts';

test('forwarded addresses are believed from listed proxies only, from the right', () => {
  const of = clientAddresses(['10.0.0.0/8', '::1']);
  expect(of('203.0.113.9', '1.1.1.1')).toBe('203.0.113.9');
  expect(of('10.0.0.1', '1.1.1.1, 203.0.113.9')).toBe('203.0.113.9');
  expect(of('10.0.0.1', '1.1.1.1, 203.0.113.9, 10.2.3.4')).toBe('203.0.113.9');
  expect(of('::ffff:10.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  expect(of('::1', 'junk')).toBe('::1');
  expect(of('10.0.0.1', null)).toBe('10.0.0.1');
  expect(clientAddresses([])('127.0.0.1', '1.1.1.1')).toBe('127.0.0.1');
});

test('this machine is known by either kind of address', () => {
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map(isLoopback)).toEqual([true, true, true]);
  expect(['203.0.113.9', '::ffff:203.0.113.9', '', '127'].map(isLoopback)).toEqual(
    Array(4).fill(false),
  );
});

test('places are counted by address and in all, and given back', () => {
  const waiting = new Places({ perAddress: 1, total: 2 });
  expect([waiting.enter('a'), waiting.enter('a'), waiting.enter('b'), waiting.enter('c')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  waiting.leave('a');
  expect([waiting.total, waiting.enter('c')]).toEqual([1, true]);
});
