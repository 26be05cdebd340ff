import { useId, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { ban } from './actions.ts';
import { ReasonField } from './reason-field.tsx';

interface BanDialogProps {
  readonly conversation: string;
  readonly user: string;
  readonly name: string;
  readonly close: () => void;
}

const hour = 60 * 60;
const spans = { hour, day: 24 * hour, week: 7 * 24 * hour, ever: 0 } as const;

export function BanDialog({ conversation, user, name, close }: BanDialogProps) {
  const client = useClient();
  const task = useTask();
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const term = { seconds: Number(textOf(form, 'seconds')), reason: textOf(form, 'reason') };
    task.run(async () => {
      await ban(client, { conversation, user }, term);
      close();
    });
  };
  return (
    <Dialog title={t('moderation.banTitle', { name })} close={close}>
      <form onSubmit={submit}>
        <p className="field hint">{t('moderation.banHint')}</p>
        <div className="field right-field">
          <label htmlFor={id}>{t('moderation.term')}</label>
          <select id={id} className="input" name="seconds" defaultValue={spans.day}>
            {Object.entries(spans).map(([span, seconds]) => (
              <option key={span} value={seconds}>
                {t(`groups.span.${span as keyof typeof spans}`)}
              </option>
            ))}
          </select>
        </div>
        <ReasonField />
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-danger" disabled={task.busy}>
            {t('moderation.ban')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
