import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Contact_Request as Request,
  Item_Kind,
  itemName,
  ItemSchema,
  type Item,
} from '@hubbub/protocol';
import { contactsIn, dotsIn, settingsIn } from './self.ts';

function selfOf(...items: Parameters<typeof create<typeof ItemSchema>>[1][]) {
  const rows = items.map((item) => create(ItemSchema, item));
  return { items: new Map<string, Item>(rows.map((row) => [itemName(row), row])) };
}

const notice = (key: string, version: number, removed = false) =>
  ({ kind: Item_Kind.MOMENT_NOTICE, key, version, removed, moment: 'mom_1' }) as const;

test('contacts are the items that stand, without requests that are over', () => {
  const asked = { user: 'usr_1', request: Request.RECEIVED, expiresAt: timestampFromMs(1000) };
  const self = selfOf(
    { kind: Item_Kind.CONTACT, key: 'usr_1', contact: asked },
    { kind: Item_Kind.CONTACT, key: 'usr_2', removed: true, contact: { user: 'usr_2' } },
  );
  expect(contactsIn(self, 999)).toMatchObject([{ user: 'usr_1', request: Request.RECEIVED }]);
  expect(contactsIn(self, 1000)).toMatchObject([{ user: 'usr_1', request: Request.UNSPECIFIED }]);
  expect(contactsIn(undefined, 0)).toEqual([]);
});

test('notices count that are newer than what was seen, and were not taken back', () => {
  const seen = { kind: Item_Kind.MOMENT_SEEN, key: '', seenNotices: 5 } as const;
  const notices = [notice('int_1', 5), notice('int_2', 6), notice('int_3', 7, true)];
  expect(dotsIn(selfOf(seen, ...notices), undefined)).toEqual({
    notices: 1,
    newestNotice: 6,
    author: undefined,
  });
});

test('a moment is new until the timeline was looked at after it', () => {
  const seenAt = (ms: number) =>
    selfOf({ kind: Item_Kind.MOMENT_SEEN, key: '', seenMoments: timestampFromMs(ms) });
  const hint = { author: 'usr_1', createdAt: timestampFromMs(2000) };
  expect(dotsIn(seenAt(1999), hint).author).toBe('usr_1');
  expect(dotsIn(seenAt(2000), hint).author).toBeUndefined();
  expect(dotsIn(selfOf(), { author: '' }).author).toBeUndefined();
});

test('settings are unknown until something was chosen', () => {
  expect(settingsIn(selfOf())).toBeUndefined();
  const self = selfOf({ kind: Item_Kind.SETTINGS, key: '', settings: { accept: 2, moments: 1 } });
  expect(settingsIn(self)).toMatchObject({ accept: 2 });
});
