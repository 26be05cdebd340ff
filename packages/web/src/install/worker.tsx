import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useSession } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { registerWorker } from './register.ts';

/** Keeps the app installed and new: offers a newer build, and never takes it up by itself. */
export default function Worker() {
  const [isOld, setOld] = useState(false);
  const [, navigate] = useLocation();
  const { status } = useSession();
  const worker = useRef<ReturnType<typeof registerWorker>>(undefined);
  useEffect(() => {
    worker.current = registerWorker({ updated: () => setOld(true), opened: navigate });
    return () => worker.current?.end();
  }, [navigate]);
  // A server that came back may be a newer one.
  useEffect(() => {
    if (status === 'online') worker.current?.look();
  }, [status]);
  if (!isOld) return null;
  return (
    <output className="update">
      <span>{t('update.ready')}</span>
      <button type="button" className="link-button" onClick={() => location.reload()}>
        {t('update.reload')}
      </button>
      <button type="button" className="link-button" onClick={() => setOld(false)}>
        {t('update.later')}
      </button>
    </output>
  );
}
