import { expect, test } from 'bun:test';
import type { AuditEntry } from '@hubbub/protocol';
import { readEntry } from './audit-entry.ts';

const entry = (action: string, details: object) =>
  readEntry({
    action,
    details: JSON.stringify(details),
    at: { seconds: 1_000n, nanos: 0 },
  } as unknown as AuditEntry);

test('each thing that is done has its sentence; the end is told of what ends by itself', () => {
  expect(entry('conversation.ban', { seconds: 60, reason: 'noise' })).toEqual({
    did: 'moderation.didBan',
    reason: 'noise',
    until: new Date(1_060_000),
  });
  expect(entry('conversation.ban', { seconds: 0 }).until).toBeUndefined();
  expect(entry('conversation.mute', { seconds: 60 }).did).toBe('moderation.didMute');
  expect(entry('conversation.mute', { seconds: 0 }).did).toBe('moderation.didUnmute');
  expect(entry('message.hide', { seq: 7 })).toEqual({
    did: 'moderation.didHide',
    reason: '',
    until: undefined,
  });
});

test('what a later server records is told as that it was done', () => {
  expect(entry('conversation.paint', {}).did).toBe('moderation.didOther');
});
