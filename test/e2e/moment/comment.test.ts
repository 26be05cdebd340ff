import { expect } from 'bun:test';
import { Item_Kind, MomentNotice_Kind as Kind } from '@hubbub/protocol';
import { befriend, itemsOf, postText, untilItem } from '../friends.ts';
import { refused, stories, type Person } from '../stories.ts';

const tell = stories();

async function comment(
  person: Person,
  moment: string,
  { text, replyTo = '' }: { text: string; replyTo?: string },
) {
  const said = await person.call('moment.comment', { moment, text, replyTo });
  return said.comment?.id ?? '';
}

async function textsSeenBy(person: Person, moment: string): Promise<readonly string[]> {
  const shown = await person.call('moment.get', { moment });
  return (shown.moment?.comments ?? []).map(({ text }) => text);
}

tell('people who do not know each other do not see each other’s words', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  for (const friend of [bob, charlie]) await befriend(alice, friend);
  const moment = await postText(alice, 'sunny');
  const first = await comment(bob, moment, { text: 'where?' });
  await comment(alice, moment, { text: 'at home', replyTo: first });
  await comment(charlie, moment, { text: 'nice' });
  expect(await textsSeenBy(alice, moment)).toEqual(['where?', 'at home', 'nice']);
  expect(await textsSeenBy(bob, moment)).toEqual(['where?', 'at home']);
  // A reply to bob is nothing to who does not know bob.
  expect(await textsSeenBy(charlie, moment)).toEqual(['nice']);
  expect(await refused(comment(charlie, moment, { text: 'who?', replyTo: first }))).toBe('UNKNOWN');
  await untilItem(alice, Item_Kind.MOMENT_NOTICE, () => itemsOf(alice, 12).length === 2);
  const toBob = await untilItem(bob, Item_Kind.MOMENT_NOTICE, () => true);
  const { notices, users } = await bob.call('moment.notices', {});
  expect(notices).toMatchObject([
    { id: toBob.key, kind: Kind.REPLY, author: alice.id, comment: { text: 'at home' } },
  ]);
  expect(users.map(({ id }) => id)).toContain(alice.id);
  await charlie.settle();
  expect(itemsOf(charlie, Item_Kind.MOMENT_NOTICE)).toEqual([]);
  // A pointer, and no word of what was said.
  expect(JSON.stringify(toBob, replacer)).not.toContain('at home');
});

tell('earlier commenters who are friends are told', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  for (const friend of [bob, charlie]) await befriend(alice, friend);
  await befriend(bob, charlie);
  const moment = await postText(alice, 'sunny');
  await comment(bob, moment, { text: 'where?' });
  await comment(charlie, moment, { text: 'there!' });
  await untilItem(bob, Item_Kind.MOMENT_NOTICE, () => true);
  expect((await bob.call('moment.notices', {})).notices).toMatchObject([
    { kind: Kind.COMMENT, author: charlie.id },
  ]);
  await charlie.settle();
  expect(itemsOf(charlie, Item_Kind.MOMENT_NOTICE)).toEqual([]);
});

tell('one’s own comment, or any under one’s own moment, can be deleted', async ({ meet }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  for (const friend of [bob, charlie]) await befriend(alice, friend);
  await befriend(bob, charlie);
  const moment = await postText(alice, 'sunny');
  const [ofBob, ofCharlie] = [
    await comment(bob, moment, { text: 'b' }),
    await comment(charlie, moment, { text: 'c' }),
  ];
  await untilItem(alice, Item_Kind.MOMENT_NOTICE, ({ key }) => key === ofCharlie);
  const remove = (person: Person, id: string) =>
    person.call('moment.deleteComment', { moment, comment: id });
  expect(await refused(remove(bob, ofCharlie))).toBe('ROLE');
  await remove(alice, ofCharlie);
  await untilItem(
    alice,
    Item_Kind.MOMENT_NOTICE,
    ({ key, removed }) => key === ofCharlie && removed,
  );
  await remove(bob, ofBob);
  expect(await refused(remove(bob, ofBob))).toBe('UNKNOWN');
  expect(await textsSeenBy(alice, moment)).toEqual([]);
});

tell('a key makes one comment; words must be there', async ({ meet }) => {
  const alice = await meet('alice');
  const moment = await postText(alice, 'sunny');
  const args = { moment, text: 'first', clientKey: 'k' };
  const first = await alice.call('moment.comment', args);
  const again = await alice.call('moment.comment', args);
  expect(again).toMatchObject({ repeated: true, comment: { id: first.comment?.id } });
  expect(await refused(alice.call('moment.comment', { moment, text: ' ' }))).toBe('FIELD');
  expect(await textsSeenBy(alice, moment)).toEqual(['first']);
});

function replacer(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
