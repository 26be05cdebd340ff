import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { befriend, itemsOf, postText, untilItem } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('the red dots go out on all devices, and only forward', async ({ meet }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  await befriend(alice, bob);
  const moment = await postText(alice, 'sunny');
  await bob.socket.until(({ event }) => event.case === 'moment', 'told of something new');
  await bob.call('moment.comment', { moment, text: 'where?' });
  const notice = await untilItem(alice, Item_Kind.MOMENT_NOTICE, () => true);
  expect((await alice.call('moment.unread', {})).notices).toBe(1);
  await alice.call('moment.seen', { notices: notice.version ?? 0 });
  const item = await untilItem(alice, Item_Kind.MOMENT_SEEN, () => true);
  expect(item.seenNotices).toBe(notice.version ?? 0);
  expect((await alice.call('moment.unread', {})).notices).toBe(0);
  await alice.call('moment.seen', { notices: 1 });
  expect((await alice.call('moment.unread', {})).notices).toBe(0);

  const { createdAt } = await bob.call('moment.unread', {});
  if (createdAt === undefined) throw new Error('nothing new');
  await bob.call('moment.seen', { moments: createdAt });
  expect(await bob.call('moment.unread', {})).toMatchObject({ author: '', notices: 0 });
  await alice.settle();
  expect(itemsOf(alice, Item_Kind.MOMENT_SEEN)).toHaveLength(1);
});

tell(
  'notices come in pages; those of who is a stranger by now are not among them',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    await befriend(alice, bob);
    const moment = await postText(alice, 'sunny');
    for (const text of ['a', 'b', 'c']) await bob.call('moment.comment', { moment, text });
    await untilItem(alice, Item_Kind.MOMENT_NOTICE, () => itemsOf(alice, 12).length === 3);
    const first = await alice.call('moment.notices', { limit: 2 });
    const second = await alice.call('moment.notices', { limit: 2, before: first.next });
    const texts = [...first.notices, ...second.notices].map(({ comment }) => comment?.text);
    expect(texts).toEqual(['c', 'b', 'a']);
    expect(second.next).toBe('');
    expect(await refused(alice.call('moment.notices', { before: 'x' }))).toBe('FIELD');
    // One side alone changes nothing of what was said.
    await bob.call('contact.remove', { user: alice.id });
    expect((await alice.call('moment.notices', {})).notices).toHaveLength(3);
    await alice.call('contact.remove', { user: bob.id });
    expect((await alice.call('moment.notices', {})).notices).toEqual([]);
    expect((await alice.call('moment.unread', {})).notices).toBe(0);
  },
);
