import { expect } from 'bun:test';
import { Item_Kind } from '@hubbub/protocol';
import { until } from '../../support/until.ts';
import { befriend, postText, timelineOf, untilItem, uploadPicture } from '../friends.ts';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('a deleted moment is gone for all, with notices and pictures', async ({ meet, server }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  await befriend(alice, bob);
  const picture = await uploadPicture(server.url, alice);
  const moment = await postText(alice, 'sunny', { media: [picture] });
  await bob.call('moment.like', { moment, like: true });
  await untilItem(alice, Item_Kind.MOMENT_NOTICE, () => true);
  expect(await refused(bob.call('moment.delete', { moment }))).toBe('ROLE');
  expect(await refused(charlie.call('moment.delete', { moment }))).toBe('UNKNOWN');
  await alice.call('moment.delete', { moment });
  for (const person of [alice, bob]) {
    expect(await timelineOf(person)).toEqual([]);
    expect(await refused(person.call('moment.get', { moment }))).toBe('UNKNOWN');
    expect(await refused(person.call('moment.like', { moment, like: true }))).toBe('UNKNOWN');
  }
  await untilItem(alice, Item_Kind.MOMENT_NOTICE, ({ removed }) => removed);
  const fetched = async () =>
    (
      await fetch(`${server.url}/v1/media/${picture}`, {
        headers: { authorization: `Bearer ${alice.token}` },
      })
    ).status;
  await until(async () => (await fetched()) === 404, { what: 'the picture to go' });
});
