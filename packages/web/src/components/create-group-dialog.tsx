import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { createGroup, findUsers } from '../actions/members.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Dialog } from './dialog.tsx';
import { DialogActions, Field, Problem, textOf } from './form.tsx';
import { useTask } from './use-task.ts';

export function CreateGroupDialog({ close }: { close: () => void }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const task = useTask();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const title = textOf(form, 'title').trim();
    if (!title) return;
    task.run(async () => {
      const users = await findUsers(client, textOf(form, 'users'));
      const id = await createGroup(client, { title, users });
      close();
      navigate(`/c/${id}`);
    });
  };
  return (
    <Dialog title={t('group.createTitle')} close={close}>
      <form onSubmit={submit}>
        <Field label={t('rooms.name')} name="title" required maxLength={80} autoComplete="off" />
        <Field
          label={t('group.users')}
          hint={t('group.usersHint')}
          name="users"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('group.create')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
