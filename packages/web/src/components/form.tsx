import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { t } from '../strings.ts';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
}

/** A labelled input; the hint is read with it. */
export function Field({ label, hint, ...input }: FieldProps) {
  const id = useId();
  const hintId = `${id}hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" {...input} {...(hint && { 'aria-describedby': hintId })} />
      {hint && (
        <p id={hintId} className="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** Read aloud when it appears; keeps its place in the tree for that. */
export function Problem({ text }: { text: string }) {
  return (
    <div role="alert" className="problem-place">
      {text && <p className="problem">{text}</p>}
    </div>
  );
}

interface DialogActionsProps {
  readonly close: () => void;
  readonly children: ReactNode;
}

export function DialogActions({ close, children }: DialogActionsProps) {
  return (
    <div className="dialog-actions">
      <button type="button" className="button" onClick={close}>
        {t('dialog.cancel')}
      </button>
      {children}
    </div>
  );
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
