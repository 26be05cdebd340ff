import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useAppState, useClient } from '../state/app-state.ts';
import { useUnread } from '../state/unread.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import '../style/notifications.css';
import { canNotify } from './preferences.ts';

/** Offers it once, when somebody has just written; the browser itself is asked only when the offer is taken. */
export default function NotificationHint() {
  const { store, prefer, turnOn } = useAppState().notifications;
  const { wasAsked } = useStore(store);
  const hasHeard = useHasHeard();
  // To read it is a call to another process, too dear for each message.
  const [isOpen] = useState(() => canNotify() && Notification.permission === 'default');
  if (wasAsked || !hasHeard || !isOpen) return null;
  return (
    <section className="notify-hint" aria-label={t('notify.hintLabel')}>
      <p>{t('notify.hint')}</p>
      <button
        type="button"
        className="button button-main"
        onClick={() => void turnOn().catch(() => undefined)}
      >
        {t('notify.turnOn')}
      </button>
      <button type="button" className="button" onClick={() => prefer({ wasAsked: true })}>
        {t('notify.notNow')}
      </button>
    </section>
  );
}

/** Somebody has written: while this page is open, or it is still to be read. */
function useHasHeard(): boolean {
  const client = useClient();
  const me = useMe();
  const unread = useUnread();
  const [hasHeard, setHeard] = useState(false);
  useEffect(
    () =>
      client.on('change', ({ messages, reset }) => {
        if (!reset && messages.some(({ sender }) => sender !== me.id)) setHeard(true);
      }),
    [client, me],
  );
  return hasHeard || unread > 0;
}
