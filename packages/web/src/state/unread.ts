import type { InboxEntry } from '@hubbub/client';
import { isArchived, isMuted } from '@hubbub/protocol';
import { useChats } from './use-client-state.ts';

export function unreadIn({ unread, whispersUnread }: InboxEntry): number {
  return unread + whispersUnread;
}

export function isUnread(entry: InboxEntry): boolean {
  return unreadIn(entry) > 0 || entry.markedUnread;
}

/** The user does not want to be bothered by it now. */
export function isQuiet({ configuration }: InboxEntry): boolean {
  return isMuted(configuration, Date.now());
}

export function isInArchive({ configuration, conversation }: InboxEntry): boolean {
  return isArchived(configuration, conversation.seq ?? 0, Date.now());
}

/** Messages, of all conversations but those that are muted. */
export function useUnread(): number {
  return useChats()
    .filter((entry) => !isQuiet(entry))
    .reduce((sum, entry) => sum + unreadIn(entry), 0);
}
