import type { FormEvent, InputHTMLAttributes } from 'react';
import { Dialog } from './dialog.tsx';
import { DialogActions, Field, Problem, textOf } from './form.tsx';
import { useTask } from './use-task.ts';

interface TextDialogProps {
  readonly title: string;
  readonly label: string;
  readonly hint?: string;
  readonly action: string;
  readonly input: InputHTMLAttributes<HTMLInputElement>;
  /** Given what was typed, trimmed; never empty unless the input says that it may be. */
  readonly run: (text: string) => Promise<void>;
  readonly close: () => void;
}

/** A dialog with one line to fill in. */
export function TextDialog({ title, label, hint, action, input, run, close }: TextDialogProps) {
  const task = useTask();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textOf(new FormData(event.currentTarget), 'text').trim();
    if (text || input.required === false) task.run(() => run(text));
  };
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={submit}>
        <Field label={label} name="text" required {...input} {...(hint && { hint })} />
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy}>
            {action}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
