import { expect, test } from 'bun:test';
import { toSent, toWritten } from './calls.ts';

const bob = { name: 'Bob', to: 'usr_b' };
const bobby = { name: 'Bobby Tables', to: 'usr_t' };
const all = { name: 'all', to: 'all' };

test('names that were chosen call, others do not', () => {
  expect(toSent({ text: 'hi @Bob, and @Bobby Tables!', calls: [bob, bobby] })).toEqual({
    text: 'hi @[Bob](usr_b), and @[Bobby Tables](usr_t)!',
    mentions: ['usr_b', 'usr_t'],
    mentionsAll: false,
  });
  expect(toSent({ text: '@Bobbing @Carol me@Bob', calls: [bob] }).mentions).toEqual(['usr_b']);
  expect(toSent({ text: '@Bobbing', calls: [bob] }).mentions).toEqual([]);
});

test('everybody is called by @all alone', () => {
  expect(toSent({ text: '@all: tea', calls: [all] })).toEqual({
    text: '@[all]: tea',
    mentions: [],
    mentionsAll: true,
  });
});

test('back to what was written, with the names of today', () => {
  const name = (id: string) => (id === 'usr_b' ? 'Robert' : 'Bobby');
  const written = toWritten('@[Bob](usr_b) and @[all] and @[no]', name, 'alle');
  expect(written.text).toBe('@Robert and @alle and @[no]');
  expect(toSent(written)).toEqual({
    text: '@[Robert](usr_b) and @[all] and @[no]',
    mentions: ['usr_b'],
    mentionsAll: true,
  });
});

test('a name with brackets cannot end the mark early', () => {
  const odd = { name: 'x](javascript:1)', to: 'usr_o' };
  expect(toSent({ text: '@x](javascript:1)', calls: [odd] }).text).toBe(
    '@[x  javascript:1 ](usr_o)',
  );
});
