import { expect } from 'bun:test';
import { Item_Kind, Settings_Accept as Accept, Window_Span as Span } from '@hubbub/protocol';
import { untilItem } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('what is not set stays, and all devices have it', async ({ meet }) => {
  const alice = await meet('alice');
  const { settings } = await alice.call('setting.get', {});
  expect(settings).toMatchObject({ accept: Accept.EVERYONE, moments: Span.ALL });
  await alice.call('setting.set', { settings: { accept: Accept.FRIENDS } });
  const set = await alice.call('setting.set', { settings: { moments: Span.DAYS_3 } });
  const both = { accept: Accept.FRIENDS, moments: Span.DAYS_3 };
  expect(set.settings).toMatchObject(both);
  expect((await alice.call('setting.get', {})).settings).toMatchObject(both);
  const item = await untilItem(
    alice,
    Item_Kind.SETTINGS,
    ({ settings: one }) => one?.moments === Span.DAYS_3,
  );
  expect(item).toMatchObject({ key: '', settings: both });
  expect(await refused(alice.call('setting.set', {}))).toBe('FIELD');
});
