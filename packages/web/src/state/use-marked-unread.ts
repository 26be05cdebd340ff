import { useEffect } from 'react';
import { useClient } from './app-state.ts';

/** Opening what was marked as unread by hand takes the mark away; marking it while it is open does not. */
export function useMarkedUnread(conversation: string, isOpened: boolean): void {
  const client = useClient();
  useEffect(() => {
    if (!isOpened) return;
    const entry = client.state.inbox().find((one) => one.conversation.id === conversation);
    if (entry?.markedUnread !== true) return;
    const read = entry.conversation.seq ?? 0;
    client.call('mark.set', { conversation, read, unread: false }).catch(() => undefined);
  }, [client, conversation, isOpened]);
}
