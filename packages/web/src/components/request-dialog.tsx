import type { FormEvent } from 'react';
import { request } from '../actions/contacts.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Dialog } from './dialog.tsx';
import { DialogActions, Field, Problem, textOf } from './form.tsx';
import { useTask } from './use-task.ts';

export function RequestDialog({ id, close }: { id: string; close: () => void }) {
  const client = useClient();
  const { name } = useNames();
  const task = useTask();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textOf(new FormData(event.currentTarget), 'text').trim();
    task.run(async () => {
      await request(client, id, text);
      close();
    });
  };
  return (
    <Dialog title={t('contact.requestTitle', { name: name(id) })} close={close}>
      <form onSubmit={submit}>
        <Field
          label={t('contact.requestText')}
          hint={t('contact.requestHint')}
          name="text"
          maxLength={200}
          autoComplete="off"
        />
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('contact.requestAction')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
