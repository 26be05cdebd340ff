// What a search field asks: people, the user's conversations, rooms and messages, at once. Each group stands for itself, so
// that a slow or refused one keeps nobody from seeing the others.
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
  const [people, own, open, said] = await Promise.all([
    client.call('user.search', titled, options),
    client.call('conversation.list', { ...titled, joined: true }, options),
    client.call('conversation.list', { ...titled, limit: limit * 2 }, options),
    client.call('message.search', { query, limit }, options),
  ]);
  const mine = new Set(own.conversations.map(({ id }) => id));
  const rooms = open.conversations.filter(
    ({ id, own: membership }) => !mine.has(id) && !membership,
  );
  return {
    people: people.users,
    conversations: own.conversations,
    rooms: rooms.slice(0, limit),
    messages: said.hits,
    users: [...own.users, ...open.users, ...said.users],
    next: said.next,
  };
}
