import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { openSocket } from '../../support/socket.ts';
import { itemsOf, untilItem } from '../friends.ts';
import { makeRoom, refused, stories } from '../stories.ts';

const tell = stories();

tell('what is written is on all devices of its writer and nobody else’s', async (scene) => {
  const { meet, server } = scene;
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  for (const one of [bob, charlie]) await one.call('conversation.join', { conversation });
  const write = (text: string, replyTo = 0) =>
    bob.call('conversation.draft', { conversation, text, replyTo });
  const drafts = () => itemsOf(bob, Item_Kind.DRAFT);
  await write('so far');
  await untilItem(bob, Item_Kind.DRAFT, ({ draft }) => draft?.text === 'so far');
  await write('so far so\ngood', 3);
  // As it stands already nothing changes, and nobody is told.
  await write('so far so\ngood', 3);
  await untilItem(bob, Item_Kind.DRAFT, ({ draft }) => draft?.replyTo === 3);
  // A device that was away has the newest.
  const away = await openSocket(`${server.url.replace('http', 'ws')}/v1/socket`, {});
  await away.call('session.open', { token: bob.token });
  const { changes } = await away.call('sync.pull', { epoch: '', known: [], only: [] });
  const held = changes.flatMap(({ items }) => items.filter(({ kind }) => kind === Item_Kind.DRAFT));
  expect(held).toMatchObject([{ key: conversation, draft: { text: 'so far so\ngood' } }]);
  away.close();
  await write('');
  await untilItem(bob, Item_Kind.DRAFT, ({ removed }) => removed);
  await write('');
  for (const one of [alice, bob, charlie]) await one.settle();
  expect(drafts().map(({ draft, removed }) => draft?.text ?? removed)).toEqual([
    'so far',
    'so far so\ngood',
    true,
  ]);
  for (const one of [alice, charlie]) {
    expect(itemsOf(one, Item_Kind.DRAFT)).toEqual([]);
    expect(
      JSON.stringify(one.events, (_, value) => (typeof value === 'bigint' ? '' : value)),
    ).not.toContain('so far');
    const pulled = await one.call('sync.pull', { epoch: '', known: [], only: [] });
    const items = pulled.changes.flatMap((change) => change.items);
    expect(items.filter(({ kind }) => kind === Item_Kind.DRAFT)).toEqual([]);
  }
});

tell('only where one is a member', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const conversation = await makeRoom(alice);
  const asked = bob.call('conversation.draft', { conversation, text: 'so' });
  expect(await refused(asked)).toBe('NOT_A_MEMBER');
});
