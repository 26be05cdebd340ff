import { expect, test } from 'bun:test';
import { isArchived, isMuted, mayNotify } from './configuration.ts';

const now = 10_000;
const until = (ms: number) => ({ mutedUntil: { seconds: BigInt(ms / 1000) } });
const said = { sender: 'bob', recalled: false, mentions: [] as string[], mentionsAll: false };
const callsMe = { mentions: ['me'] };

test('a mute ends by itself', () => {
  expect(isMuted(undefined, now)).toBe(false);
  expect(isMuted(until(11_000), now)).toBe(true);
  expect(isMuted(until(10_000), now)).toBe(false);
});

test('what is archived is back with the next message, unless it is muted', () => {
  const archived = { archived: true, archivedSeq: 3 };
  expect(isArchived(undefined, 0, now)).toBe(false);
  expect(isArchived(archived, 3, now)).toBe(true);
  expect(isArchived(archived, 4, now)).toBe(false);
  expect(isArchived({ ...archived, ...until(11_000) }, 4, now)).toBe(true);
});

test.each([
  { what: 'everything', told: true },
  { what: 'nothing of oneself', message: { sender: 'me' }, told: false },
  { what: 'nothing that was taken back', message: { recalled: true }, told: false },
  { what: 'nothing while muted', configured: until(11_000), told: false },
  { what: 'no call while muted', configured: until(11_000), message: callsMe, told: false },
  { what: 'of calls only calls', configured: { level: 2 }, told: false },
  { what: 'a call by name', configured: { level: 2 }, message: callsMe, told: true },
  { what: 'a call to all', configured: { level: 2 }, message: { mentionsAll: true }, told: true },
  { what: 'of nothing nothing', configured: { level: 3 }, message: callsMe, told: false },
])('tells of $what', ({ configured, message, told }) => {
  const listener = { configured, user: 'me', now };
  expect(mayNotify(listener, { ...said, ...message })).toBe(told);
});
