import { expect } from 'bun:test';
import { Audience_Kind as Kind } from '@hubbub/protocol';
import { until } from '../../support/until.ts';
import { befriend, postText, timelineOf, uploadPicture } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell(
  'friends have it on their timelines and are told; strangers learn nothing',
  async ({ meet }) => {
    const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
    await befriend(alice, bob);
    const moment = await postText(alice, 'sunny');
    expect(await timelineOf(alice)).toEqual(['sunny']);
    await bob.socket.until(({ event }) => event.case === 'moment', 'told of something new');
    expect(await timelineOf(bob)).toEqual(['sunny']);
    expect(await bob.call('moment.unread', {})).toMatchObject({ notices: 0, author: alice.id });
    expect(await timelineOf(charlie)).toEqual([]);
    expect((await charlie.call('moment.album', { user: alice.id })).moments).toEqual([]);
    expect(await refused(charlie.call('moment.get', { moment }))).toBe('UNKNOWN');
    await charlie.settle();
    expect(charlie.events).toEqual([]);
  },
);

tell('a key makes one moment', async ({ meet }) => {
  const alice = await meet('alice');
  const args = { text: 'once', clientKey: 'k1' };
  const first = await alice.call('moment.post', args);
  const again = await alice.call('moment.post', args);
  expect(again).toMatchObject({ repeated: true, moment: { id: first.moment?.id, text: 'once' } });
  expect(await refused(alice.call('moment.post', { ...args, text: 'twice' }))).toBe('KEY_REUSED');
  expect(await timelineOf(alice)).toEqual(['once']);
  await alice.call('moment.delete', { moment: first.moment?.id ?? '' });
  const after = await alice.call('moment.post', args);
  expect(after).toMatchObject({ repeated: true, moment: { id: first.moment?.id, text: '' } });
});

tell('the audience decides, by the tags of the moment of looking', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  for (const friend of [bob, charlie]) await befriend(alice, friend);
  await alice.call('contact.tag', { user: bob.id, tags: ['work'] });
  const audiences = {
    'for me': { kind: Kind.ONLY_ME },
    'for work': { kind: Kind.ONLY, tags: ['work'] },
    'not for work': { kind: Kind.EXCEPT, tags: ['work'] },
    'for charlie': { kind: Kind.ONLY, users: [charlie.id] },
  };
  for (const [text, audience] of Object.entries(audiences))
    await postText(alice, text, { audience });
  await postText(alice, 'for all');
  await until(async () => (await timelineOf(charlie)).length === 3, { what: 'the filling' });
  await until(async () => (await timelineOf(bob)).length === 2, { what: 'the filling' });
  expect(await timelineOf(bob)).toEqual(['for all', 'for work']);
  expect(await timelineOf(charlie)).toEqual(['for all', 'for charlie', 'not for work']);
  expect(await timelineOf(alice)).toHaveLength(5);
  await alice.call('contact.tag', { user: bob.id, tags: [] });
  expect(await timelineOf(bob)).toEqual(['for all', 'not for work']);
  const { moments } = await bob.call('moment.album', { user: alice.id });
  expect(moments.map(({ audience }) => audience)).toEqual([undefined, undefined]);
});

tell(
  'whoever becomes a friend later sees the album, and the timeline from then on',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    await postText(alice, 'before');
    await befriend(alice, bob);
    await postText(alice, 'after');
    await until(async () => (await timelineOf(bob)).length > 0, { what: 'the filling' });
    expect(await timelineOf(bob)).toEqual(['after']);
    const { moments } = await bob.call('moment.album', { user: alice.id });
    expect(moments.map(({ text }) => text)).toEqual(['after', 'before']);
  },
);

tell('pages follow each other without a gap', async ({ meet }) => {
  const alice = await meet('alice');
  for (let i = 0; i < 5; i += 1) await postText(alice, `no ${i}`);
  const texts: string[] = [];
  let before = '';
  do {
    const page = await alice.call('moment.timeline', { before, limit: 2 });
    texts.push(...page.moments.map(({ text }) => text));
    before = page.next;
  } while (before !== '');
  expect(texts).toEqual(['no 4', 'no 3', 'no 2', 'no 1', 'no 0']);
  expect(await refused(alice.call('moment.timeline', { before: '7.x' }))).toBe('FIELD');
});

tell('there must be something in it, for somebody', async ({ meet, server }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const post = (args: object) => refused(alice.call('moment.post', args));
  expect(await post({})).toBe('FIELD');
  expect(await post({ text: ' \u200b' })).toBe('FIELD');
  expect(await post({ text: 'x'.repeat(2001) })).toBe('FIELD');
  expect(await post({ text: 'x', audience: { kind: Kind.ONLY } })).toBe('FIELD');
  expect(await post({ text: 'x', audience: { kind: Kind.FRIENDS, tags: ['x'] } })).toBe('FIELD');
  expect(await post({ text: 'x', media: ['med_00000000000'] })).toBe('UNKNOWN');
  const picture = await uploadPicture(server.url, alice);
  expect(await refused(bob.call('moment.post', { media: [picture] }))).toBe('UNKNOWN');
  expect(await post({ media: [picture, picture] })).toBe('UNKNOWN');
  const { moment } = await alice.call('moment.post', { media: [picture] });
  expect(moment?.media).toMatchObject([{ id: picture, width: 1, height: 1 }]);
  expect(await post({ media: [picture] })).toBe('UNKNOWN');
});
