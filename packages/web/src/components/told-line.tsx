import { useStore } from 'zustand';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

/** Over everything, at the end of the page; its place is there before what it says, so that it is read aloud. */
export function ToldLine() {
  const { teller } = useAppState();
  const { text, isProblem } = useStore(teller.store);
  return (
    <div className="told-place" role={isProblem ? 'alert' : 'status'}>
      {text && (
        <p className={`told ${isProblem ? 'told-problem' : ''}`}>
          <span>{text}</span>
          <button
            type="button"
            className="icon-button"
            aria-label={t('dialog.close')}
            onClick={teller.hush}
          >
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}
