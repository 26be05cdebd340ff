import { useEffect } from 'react';
import { t } from '../strings.ts';
import { useUnread } from './unread.ts';

/** "(3) lobby · Hubbub": the number is of all conversations, whatever is shown. */
export function usePageTitle(shown: string | undefined): void {
  const unread = useUnread();
  const name = shown ? `${shown} · ${t('app.name')}` : t('app.name');
  const title = unread > 0 ? `(${unread}) ${name}` : name;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
