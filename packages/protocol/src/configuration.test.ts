import { expect, test } from 'bun:test';
import { isArchived, isMuted, mayNotify } from './configuration.ts';

const now = 10_000;
const until = (ms: number) => ({ mutedUntil: { seconds: BigInt(ms / 1000) } });
const said = { sender: 'bob', recalled: false, mentions: [] as string[], mentionsAll: false };

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
  ['everything', undefined, said, true],
  ['nothing of oneself', undefined, { ...said, sender: 'me' }, false],
  ['nothing that was taken back', undefined, { ...said, recalled: true }, false],
  ['nothing while muted', until(11_000), said, false],
  ['not even a call while muted', until(11_000), { ...said, mentions: ['me'] }, false],
  ['of calls only calls', { level: 2 }, said, false],
  ['a call by name', { level: 2 }, { ...said, mentions: ['me'] }, true],
  ['a call to all', { level: 2 }, { ...said, mentionsAll: true }, true],
  ['of nothing nothing', { level: 3 }, { ...said, mentions: ['me'] }, false],
])('%s', (_what, configured, message, expected) => {
  expect(mayNotify({ configured, user: 'me', now }, message)).toBe(expected);
});
