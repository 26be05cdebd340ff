import { useState, type FormEvent } from 'react';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Dialog } from './dialog.tsx';
import { DialogActions, Problem } from './form.tsx';
import { useTask } from './use-task.ts';

const mostOthers = 19;

interface WhisperDialogProps {
  /** Ids of those who can be chosen. */
  readonly others: readonly string[];
  readonly whisper: (users: string[]) => Promise<void>;
  readonly close: () => void;
}

/** Chooses to whom; what is said is written where everything is. */
export function WhisperDialog({ others, whisper, close }: WhisperDialogProps) {
  const { name } = useNames();
  const task = useTask();
  const [count, setCount] = useState(0);
  const chosen = (form: HTMLFormElement) => new FormData(form).getAll('user').map(String);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const users = chosen(event.currentTarget);
    task.run(async () => {
      await whisper(users);
      close();
    });
  };
  return (
    <Dialog title={t('whisper.several')} close={close}>
      <form onSubmit={submit} onChange={(event) => setCount(chosen(event.currentTarget).length)}>
        <fieldset className="choices">
          <legend className="hint">{t('whisper.hint')}</legend>
          {others.map((user) => (
            <label key={user} className="choice">
              <input type="checkbox" name="user" value={user} />
              <bdi>{name(user)}</bdi>
            </label>
          ))}
        </fieldset>
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button
            type="submit"
            className="button button-main"
            disabled={task.busy || count === 0 || count > mostOthers}
          >
            {t('whisper.action')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
