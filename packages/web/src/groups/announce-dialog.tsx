import type { Conversation } from '@hubbub/protocol';
import { useId, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { announce } from './actions.ts';

interface AnnounceDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function AnnounceDialog({ conversation, close }: AnnounceDialogProps) {
  const client = useClient();
  const task = useTask();
  const id = useId();
  const before = conversation.announcement?.text ?? '';
  const say = (text: string) =>
    task.run(async () => {
      await announce(client, conversation.id, text);
      close();
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    say(textOf(new FormData(event.currentTarget), 'text'));
  };
  return (
    <Dialog title={t('groups.announcement')} close={close}>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{t('groups.announceText')}</label>
          <textarea
            id={id}
            className="input"
            name="text"
            rows={4}
            maxLength={1000}
            dir="auto"
            required
            defaultValue={before}
            aria-describedby={`${id}hint`}
          />
          <p id={`${id}hint`} className="hint">
            {t('groups.announceHint')}
          </p>
        </div>
        <Problem text={task.problem} />
        <DialogActions close={close}>
          {before && (
            <button
              type="button"
              className="button button-danger"
              disabled={task.busy}
              onClick={() => say('')}
            >
              {t('groups.unannounce')}
            </button>
          )}
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('groups.announceAction')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
