import { useEffect } from 'react';
import { t } from '../strings.ts';
import { useChats } from './use-client-state.ts';

/** "(3) lobby · Hubbub": the number is of all conversations, whatever is shown. */
export function usePageTitle(shown: string | undefined): void {
  const unread = useChats().reduce((sum, entry) => sum + entry.unread + entry.whispersUnread, 0);
  const name = shown ? `${shown} · ${t('app.name')}` : t('app.name');
  const title = unread > 0 ? `(${unread}) ${name}` : name;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
