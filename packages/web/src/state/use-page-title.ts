import type { InboxEntry } from '@hubbub/client';
import { useEffect } from 'react';
import { t } from '../strings.ts';
import { useFace } from './conversation-title.ts';

/** "(3) lobby · Hubbub": the number is of all conversations. */
export function usePageTitle(inbox: readonly InboxEntry[], current: string | undefined): void {
  const face = useFace();
  const unread = inbox.reduce((sum, entry) => sum + entry.unread + entry.whispersUnread, 0);
  const open = inbox.find((entry) => entry.conversation.id === current);
  const name = open ? `${face(open.conversation).title} · ${t('app.name')}` : t('app.name');
  const title = unread > 0 ? `(${unread}) ${name}` : name;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
