import { useId, type ReactNode } from 'react';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';
import { Modal } from './modal.tsx';

interface DialogProps {
  readonly title: string;
  /** Without it only what is inside ends it. */
  readonly close?: () => void;
  readonly children: ReactNode;
}

/** A modal with its title above and a button that closes it. */
export function Dialog({ title, close, children }: DialogProps) {
  const heading = useId();
  return (
    <Modal className="dialog" name={{ labelledBy: heading }} close={close}>
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={heading}>{title}</h2>
          {close && (
            <button
              type="button"
              className="icon-button"
              aria-label={t('dialog.close')}
              onClick={close}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
        {children}
      </div>
    </Modal>
  );
}
