import type { Client } from '@hubbub/client';
import { isUnread } from '../state/unread.ts';

/** Counts everything as read, whispers too. */
export function readAll(client: Client): void {
  const { state } = client;
  for (const entry of state.inbox().filter(isUnread)) {
    const { id, seq = 0 } = entry.conversation;
    // Marked by hand there is nothing to read: only telling the server takes the mark away.
    if (entry.markedUnread)
      client.call('mark.set', { conversation: id, read: seq }).catch(() => undefined);
    client.markRead(id, seq);
    for (const { conversation } of state.conversation(id)?.whispers ?? [])
      client.markRead(conversation.id, conversation.seq ?? 0);
  }
}
