// What a search field asks: people, the user's conversations, rooms and messages, at once. Each group stands for itself: one
// that is refused (people for guests, messages for who asks too often) is empty, and the others are shown.
import type { Conversation, MessageHit, User } from '@hubbub/protocol';
import type { Client } from './client.ts';

export interface Found {
  readonly people: readonly User[];
  /** The user's own, by title. */
  readonly conversations: readonly Conversation[];
  /** Of the app, by title; those that the user is in are among `conversations`. */
  readonly rooms: readonly Conversation[];
  readonly messages: readonly MessageHit[];
  /** Who is named in any of them. */
  readonly users: readonly User[];
  /** Where the next messages begin (`message.search {after}`); empty when these are all. */
  readonly next: string;
}

export interface SearchOptions {
  /** Entries of each group. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

const mostCharacters = 80;

/** @param query words, as somebody types them; the last one may be unfinished */
export async function searchAll(
  client: Pick<Client, 'call'>,
  query: string,
  { limit = 5, signal }: SearchOptions = {},
): Promise<Found> {
  const options = { once: true, ...(signal && { signal }) };
  const name = Array.from(query).slice(0, mostCharacters).join('');
  const titled = { query: name, limit };
  const answers = await Promise.allSettled([
    client.call('user.search', titled, options),
    client.call('conversation.list', { ...titled, joined: true }, options),
    client.call('conversation.list', { ...titled, limit: limit * 2 }, options),
    client.call('message.search', { query, limit }, options),
  ]);
  const [first] = answers;
  if (first.status === 'rejected' && answers.every(({ status }) => status === 'rejected'))
    throw first.reason;
  const [people, own, open, said] = answers;
  const mine = valueOf(own)?.conversations ?? [];
  const ids = new Set(mine.map(({ id }) => id));
  const rooms = (valueOf(open)?.conversations ?? []).filter(
    ({ id, own: membership }) => !ids.has(id) && !membership,
  );
  return {
    people: valueOf(people)?.users ?? [],
    conversations: mine,
    rooms: rooms.slice(0, limit),
    messages: valueOf(said)?.hits ?? [],
    users: [own, open, said].flatMap((answer) => valueOf<{ users: User[] }>(answer)?.users ?? []),
    next: valueOf(said)?.next ?? '',
  };
}

function valueOf<T>(answer: PromiseSettledResult<T>): T | undefined {
  return answer.status === 'fulfilled' ? answer.value : undefined;
}
