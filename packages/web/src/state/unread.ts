import type { InboxEntry } from '@hubbub/client';
import { useChats } from './use-client-state.ts';

export function unreadIn({ unread, whispersUnread }: InboxEntry): number {
  return unread + whispersUnread;
}

export function isUnread(entry: InboxEntry): boolean {
  return unreadIn(entry) > 0 || entry.markedUnread;
}

/** Messages, of all conversations. */
export function useUnread(): number {
  return useChats().reduce((sum, entry) => sum + unreadIn(entry), 0);
}
