// Reporting something to those who run the app: why, in which words, and that it has arrived.
import { Report_Reason as Reason } from '@hubbub/protocol';
import { useId, useState, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { report, type Reported } from './actions.ts';

interface ReportDialogProps {
  readonly what: Reported;
  readonly close: () => void;
}

const reasons = ['SPAM', 'HARASSMENT', 'VIOLENCE', 'SEXUAL', 'ILLEGAL', 'OTHER'] as const;

export default function ReportDialog({ what, close }: ReportDialogProps) {
  const client = useClient();
  const task = useTask();
  const id = useId();
  const [isSent, setSent] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = Reason[textOf(form, 'reason') as keyof typeof Reason];
    task.run(async () => {
      await report(client, what, { reason, text: textOf(form, 'text') });
      setSent(true);
    });
  };
  if (isSent)
    return (
      <Dialog title={t('moderation.report')} close={close}>
        <output>{t('moderation.reported')}</output>
        <div className="dialog-actions">
          <button type="button" className="button button-main" onClick={close}>
            {t('dialog.close')}
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={t('moderation.report')} close={close}>
      <form onSubmit={submit}>
        <p className="field hint">{t('moderation.reportHint')}</p>
        <fieldset className="choices">
          <legend>{t('moderation.why')}</legend>
          {reasons.map((reason) => (
            <label key={reason} className="choice">
              <input type="radio" name="reason" value={reason} required />
              {t(`moderation.reason.${reason}`)}
            </label>
          ))}
        </fieldset>
        <div className="field">
          <label htmlFor={id}>{t('moderation.words')}</label>
          <textarea id={id} className="input" name="text" rows={3} maxLength={500} dir="auto" />
        </div>
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-danger" disabled={task.busy}>
            {t('moderation.send')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
