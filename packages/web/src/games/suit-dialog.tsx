import { Dialog } from '../components/dialog.tsx';
import { t } from '../strings.ts';
import { signOf, suitKey, suits } from './cards.ts';
import type { Suit } from './shapes.ts';

interface SuitDialogProps {
  readonly choose: (suit: Suit) => void;
  readonly close: () => void;
}

/** With an eight the suit to follow is named. */
export function SuitDialog({ choose, close }: SuitDialogProps) {
  return (
    <Dialog title={t('eights.chooseSuit')} close={close}>
      <div className="suits">
        {suits.map((suit) => (
          <button key={suit} type="button" className="button" onClick={() => choose(suit)}>
            <span className={`suit suit-${suit}`} aria-hidden="true">
              {signOf(suit)}
            </span>
            {t(suitKey(suit))}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
