import { useEffect } from 'react';
import { t } from '../strings.ts';
import { unreadIn } from './unread.ts';
import { useChats } from './use-client-state.ts';

/** "(3) lobby · Hubbub": the number is of all conversations, whatever is shown. */
export function usePageTitle(shown: string | undefined): void {
  const unread = useChats().reduce((sum, entry) => sum + unreadIn(entry), 0);
  const name = shown ? `${shown} · ${t('app.name')}` : t('app.name');
  const title = unread > 0 ? `(${unread}) ${name}` : name;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
