import type { InboxEntry } from '@hubbub/client';

export function unreadIn({ unread, whispersUnread }: InboxEntry): number {
  return unread + whispersUnread;
}

export function isUnread(entry: InboxEntry): boolean {
  return unreadIn(entry) > 0 || entry.markedUnread;
}
