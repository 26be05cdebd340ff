// What goes on beside whatever is shown, loaded after it.
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { UnreadSigns } from '../components/unread-signs.tsx';
import { canNotify } from '../notifications/preferences.ts';
import { useAppState } from '../state/app-state.ts';

const Worker = lazy(() => import('../install/worker.tsx'));
const Attending = lazy(() => import('../notifications/attending.tsx'));
const Notifier = lazy(() => import('../notifications/notifier.tsx'));
const Keepers = lazy(() => import('../state/keepers.tsx'));
const NotificationHint = lazy(() => import('../notifications/notification-hint.tsx'));

export function Background() {
  const { isOn, wasAsked } = useStore(useAppState().notifications.store);
  return (
    <Suspense>
      <UnreadSigns />
      <Worker />
      <Keepers />
      {!wasAsked && canNotify() && <NotificationHint />}
      {isOn && canNotify() && Notification.permission === 'granted' && <Notifier />}
      <Attending />
    </Suspense>
  );
}
