// Friends for stories, and what a person's SELF says.
import { selfOf, type Item, type Item_Kind, type UserId } from '@hubbub/protocol';
import type { Person } from './stories.ts';

export async function befriend(one: Person, other: Person): Promise<void> {
  await one.call('contact.request', { user: other.id, text: 'it is me' });
  await other.call('contact.accept', { user: one.id });
}

/** Items of this kind that the person's socket was told of, newest last. */
export function itemsOf(person: Person, kind: Item_Kind): readonly Item[] {
  return person
    .changes(selfOf(person.id as UserId))
    .flatMap(({ items }) => items.filter((item) => item.kind === kind));
}

/** Resolves when the person's socket has been told of such an item. */
export async function untilItem(
  person: Person,
  kind: Item_Kind,
  fits: (item: Item) => boolean,
): Promise<Item> {
  let found: Item | undefined;
  await person.socket.until(
    () => (found = itemsOf(person, kind).find(fits)) !== undefined,
    'an item',
  );
  if (found === undefined) throw new Error('no item');
  return found;
}

/** The smallest PNG there is, of this many pixels as far as its head says. */
export function png(width = 1, height = 1): Uint8Array {
  const bytes = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** Uploads it as a browser does, and returns its id. */
export async function uploadPicture(url: string, person: Person): Promise<string> {
  const response = await fetch(`${url}/v1/media`, {
    method: 'POST',
    body: Buffer.from(png()),
    headers: { authorization: `Bearer ${person.token}` },
  });
  const { media } = (await response.json()) as { media: { id: string } };
  return media.id;
}

export async function postText(
  person: Person,
  text: string,
  more: { audience?: object; media?: string[] } = {},
): Promise<string> {
  const { moment } = await person.call('moment.post', { text, ...more });
  return moment?.id ?? '';
}

/** Texts on the person's timeline, newest first. */
export async function timelineOf(person: Person): Promise<readonly string[]> {
  const { moments } = await person.call('moment.timeline', {});
  return moments.map(({ text }) => text);
}
