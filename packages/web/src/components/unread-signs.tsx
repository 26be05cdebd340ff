import { useEffect } from 'react';
import { showUnread } from '../state/unread-icon.ts';
import { useUnread } from '../state/unread.ts';

/** What waits, outside the page: on its icon, and on that of the installed app. (The title is the business of each screen.) */
export function UnreadSigns() {
  const unread = useUnread();
  useEffect(() => {
    let over = false;
    // Not while it goes up and down in one breath.
    const timer = setTimeout(() => {
      if (!over) showUnread(unread).catch(() => undefined);
    }, 100);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [unread]);
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return;
    // Refused where the app is not installed.
    navigator.setAppBadge(unread).catch(() => undefined);
  }, [unread]);
  useEffect(
    () => () => {
      showUnread(0).catch(() => undefined);
      if ('clearAppBadge' in navigator) navigator.clearAppBadge().catch(() => undefined);
    },
    [],
  );
  return null;
}
