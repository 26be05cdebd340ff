// Hiding what somebody said, from everybody and for good.
import type { Message } from '@hubbub/protocol';
import type { FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { nameOf } from '../messages/desk.ts';
import { Quoted } from '../messages/quote.tsx';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { hide } from './actions.ts';
import { ReasonField } from './reason-field.tsx';

interface HideDialogProps {
  readonly message: Message;
  readonly close: () => void;
}

export function HideDialog({ message, close }: HideDialogProps) {
  const { client, announcer } = useAppState();
  const task = useTask();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = textOf(new FormData(event.currentTarget), 'reason');
    task.run(async () => {
      await hide(client, message, reason);
      announcer.unsay(nameOf(message));
      close();
    });
  };
  return (
    <Dialog title={t('moderation.hideTitle')} close={close}>
      <form onSubmit={submit}>
        <div className="field">
          <blockquote className="message-quote">
            <Quoted message={message} />
          </blockquote>
        </div>
        <p className="field hint">{t('moderation.hideHint')}</p>
        <ReasonField />
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-danger" disabled={task.busy}>
            {t('moderation.hide')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
