import { useEffect, useId, useRef, type InputHTMLAttributes, type ReactNode } from 'react';
import { t } from '../strings.ts';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it; the field gets the focus then. */
  readonly problem?: string;
  /** Has the focus when it appears in the place of what had it. */
  readonly isFirst?: boolean;
}

/** A labelled input; hint and problem are read with it. */
export function Field({ label, hint, problem = '', isFirst = false, ...input }: FieldProps) {
  const id = useId();
  const element = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem || isFirst) element.current?.focus();
  }, [problem, isFirst]);
  const described = [hint && `${id}hint`, problem && `${id}problem`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        ref={element}
        id={id}
        className="input"
        {...input}
        {...(described && { 'aria-describedby': described })}
        {...(problem && { 'aria-invalid': true })}
      />
      {hint && (
        <p id={`${id}hint`} className="hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}problem`} className="field-problem">
          {problem}
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
