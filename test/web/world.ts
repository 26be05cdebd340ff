// A small world to look at, made over the SDK: three people who know each other, rooms, a group, moments with pictures,
// requests and games. Tests of screens and the pictures of the documentation show the same one.
import { Client, randomKey, type GameSeat, type SendOptions } from '@hubbub/client';
import { Audience_Kind, Conversation_Kind } from '@hubbub/protocol';
import { signUp } from '../support/people.ts';
import { until } from '../support/until.ts';
import { paintedPng } from './picture.ts';

export interface Inhabitant {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly client: Client;
}

export async function enter(url: string, displayName: string): Promise<Inhabitant> {
  const username = (displayName.split(' ')[0] ?? '').toLowerCase();
  const { token, user } = await signUp(url, username, { displayName });
  const client = new Client({ url, token });
  await client.connect();
  return { id: user.id, name: displayName, token, client };
}

export async function befriend(a: Inhabitant, b: Inhabitant): Promise<void> {
  await a.client.call('contact.request', { user: b.id, text: '' });
  await b.client.call('contact.accept', { user: a.id });
}

export async function createRoom(
  owner: Inhabitant,
  title: string,
  members: readonly Inhabitant[],
): Promise<string> {
  const args = { kind: Conversation_Kind.ROOM, title };
  const { conversation } = await owner.client.call('conversation.create', args);
  const room = conversation?.id ?? '';
  for (const { client } of members) await client.call('conversation.join', { conversation: room });
  return room;
}

/** @param said words, or what is sent with them */
export async function say(
  { client }: Inhabitant,
  room: string,
  said: string | (SendOptions & { readonly text: string }),
): Promise<void> {
  const { text, ...options } = typeof said === 'string' ? { text: said } : said;
  client.send(room, text, options);
  await until(() => client.state.conversation(room)?.pending.length === 0, { what: text });
}

function upload({ client }: Inhabitant, hue: number, [width, height] = [600, 400]) {
  const picture = Uint8Array.from(paintedPng({ width, height, hue }));
  return client.upload(new Blob([picture], { type: 'image/png' }), { name: 'picture.png' });
}

export interface Post {
  readonly text: string;
  /** Width, height and hue of each picture. */
  readonly pictures?: readonly (readonly [number, number, number])[];
  /** Only those with this tag. */
  readonly tag?: string;
}

/** @returns the id of the moment */
export async function post(author: Inhabitant, what: Post): Promise<string> {
  const media: string[] = [];
  for (const [width, height, hue] of what.pictures ?? [])
    media.push((await upload(author, hue, [width, height])).id);
  const audience = what.tag
    ? { kind: Audience_Kind.ONLY, users: [], tags: [what.tag] }
    : { kind: Audience_Kind.FRIENDS, users: [], tags: [] };
  const { moment } = await author.client.call('moment.post', { text: what.text, media, audience });
  return moment?.id ?? '';
}

async function createTrip(alice: Inhabitant, bob: Inhabitant, carol: Inhabitant): Promise<string> {
  const users = [bob.id, carol.id];
  const args = { kind: Conversation_Kind.GROUP, title: 'Choir trip', users };
  const { conversation } = await alice.client.call('conversation.create', args);
  const group = conversation?.id ?? '';
  const options = ['The night train', 'The early bus', 'By car'].map((text) => ({ text }));
  const value = { question: 'How do we get there?', options, multiple: true };
  const content = { case: 'card', value: { kind: { case: 'poll', value } } } as const;
  const asked = { conversation: group, clientMsgId: randomKey(), content };
  const { message } = await bob.client.call('message.send', asked);
  const vote = { conversation: group, seq: message?.seq ?? 0 };
  await carol.client.call('message.vote', { ...vote, options: [0, 1] });
  await alice.client.call('message.vote', { ...vote, options: [0] });
  const media = [await upload(carol, 140), await upload(carol, 180), await upload(carol, 330)];
  await say(carol, group, { text: 'The house we could have.', media });
  const list = new Blob(['tents, songs, soup'], { type: 'text/plain' });
  const file = await bob.client.upload(list, { name: 'what to bring.txt' });
  await say(bob, group, { text: '', media: [file] });
  await say(carol, group, 'CHEAP TICKETS http://tickets.example');
  const newest = ({ client }: Inhabitant) =>
    client.state.conversation(group)?.conversation.seq ?? 0;
  const spam = { conversation: group, seq: newest(carol) };
  await alice.client.call('message.hide', { ...spam, reason: 'Spam' });
  for (const seconds of [3600, 0])
    await alice.client.call('conversation.mute', { conversation: group, user: carol.id, seconds });
  await say(alice, group, 'I ask them for the key.');
  await say(bob, group, 'Bring warm clothes.');
  const read = { conversation: group, read: newest(bob) };
  for (const { client } of [bob, carol]) await client.call('mark.set', read);
  await carol.client.call('message.react', { ...vote, seq: vote.seq + 1, emoji: '🏡', on: true });
  return group;
}

export interface World {
  readonly alice: Inhabitant;
  readonly bob: Inhabitant;
  readonly carol: Inhabitant;
  readonly dora: Inhabitant;
  readonly room: string;
  /** Alice's, with a poll, pictures, a file and what was said of them. */
  readonly group: string;
  readonly moment: string;
  /** Waits for a player; carol sits in it. */
  readonly waiting: GameSeat;
  readonly close: () => void;
}

export async function makeWorld(url: string, names: readonly string[]): Promise<World> {
  const people = await Promise.all(names.map((name) => enter(url, name)));
  const [alice, bob, carol, dora] = people as [Inhabitant, Inhabitant, Inhabitant, Inhabitant];
  await befriend(alice, bob);
  await befriend(alice, carol);
  await befriend(bob, carol);
  await dora.client.call('contact.request', { user: alice.id, text: 'Dora, from the book club' });
  await alice.client.call('contact.tag', { user: bob.id, tags: ['choir', 'work'] });
  await alice.client.call('contact.tag', { user: carol.id, tags: ['family'] });
  const room = await createRoom(alice, 'Launch day', [bob, carol]);
  const group = await createTrip(alice, bob, carol);
  const moment = await post(bob, {
    text: 'First snow. Took the long way home.',
    pictures: [
      [600, 400, 200],
      [400, 600, 230],
      [600, 400, 260],
    ],
  });
  await carol.client.call('moment.comment', { moment, text: 'Where is that?', replyTo: '' });
  await carol.client.call('moment.like', { moment, like: true });
  const own = await post(alice, {
    text: 'Rehearsal moved to seven.',
    tag: 'choir',
    pictures: [[600, 400, 20]],
  });
  await bob.client.call('moment.like', { moment: own, like: true });
  await bob.client.call('moment.comment', { moment: own, text: 'Thank you!', replyTo: '' });
  const waiting = await carol.client.games.create('pong');
  const close = () => people.forEach(({ client }) => client.close());
  return { alice, bob, carol, dora, room, group, moment, waiting, close };
}
