import { lazy, Suspense, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { t } from '../strings.ts';
import { useDesk } from './desk.ts';
import { Quoted } from './quote.tsx';
import { usePins } from './use-pins.ts';

const PinsDialog = lazy(() => import('./pins-dialog.tsx'));

/** The newest pin above the messages; pressing it goes there, and then to the one before. */
export function PinBar({ conversation }: { conversation: string }) {
  const pins = usePins(conversation);
  const desk = useDesk();
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const shown = pins[at % Math.max(1, pins.length)];
  if (!shown) return null;
  return (
    <div className="pin-bar">
      <button
        type="button"
        className="pin-shown"
        onClick={() => {
          desk.jump(shown.seq ?? 0);
          setAt(at + 1);
        }}
      >
        <Icon name="pin" />
        <span className="only-read">{t('pin.latest')}</span>
        <Quoted message={shown} />
      </button>
      <button
        type="button"
        className="link-button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('pin.all', { count: pins.length })}
      </button>
      {isOpen && (
        <Suspense>
          <PinsDialog pins={pins} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
