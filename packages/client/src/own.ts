import { callsUser, type Item, type Message } from '@hubbub/protocol';
import type { OwnMessage } from './views.ts';

/** What the user did to messages that nobody else sees, by seq, where there is something. */
export function ownOf(
  messages: readonly Message[],
  items: ReadonlyMap<number, Item> | undefined,
  user: string,
): ReadonlyMap<number, OwnMessage> {
  const found = new Map<number, OwnMessage>();
  for (const row of messages) {
    const { reactions = [], votes = [] } = (!row.recalled && items?.get(row.seq ?? 0)) || {};
    const mentioned = row.sender !== user && callsUser(row, user);
    if (mentioned || reactions.length > 0 || votes.length > 0)
      found.set(row.seq ?? 0, { reactions, votes, mentioned });
  }
  return found;
}
