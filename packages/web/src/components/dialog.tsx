// The browser's own modal dialog: it keeps the focus inside, closes on Escape, makes the page behind inert and gives the
// focus back. (Kits that lock scrolling by adding a style element are refused by our content security policy.)
import { useId, useLayoutEffect, useRef, type PointerEvent, type ReactNode } from 'react';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // In the layout phase: closing gives the focus back only while the element is still in the document.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('input, textarea')?.focus();
    return () => element?.close();
  }, []);
  // The padding is inside, so what hits the element itself is the backdrop.
  const outside = (event: PointerEvent) => {
    if (event.target === dialog.current) close();
  };
  const cancel = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    close();
  };
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onCancel={cancel}
      onPointerDown={outside}
    >
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button
            type="button"
            className="icon-button"
            aria-label={t('dialog.close')}
            onClick={close}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
