import type { FormEvent } from 'react';
import { Field, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import '../settings/texts.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { BackToLogIn } from './back-to-log-in.tsx';
import type { WayProps } from './way.ts';

export default function GuestForm({ enter, back }: WayProps) {
  const client = useClient();
  const task = useTask();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = textOf(new FormData(event.currentTarget), 'name').trim();
    if (name) task.run(() => enter(() => client.enter.guest(name)));
  };
  return (
    <form onSubmit={submit} aria-label={t('ways.guest')}>
      <p className="log-in-text">{t('ways.guestText')}</p>
      <Field
        label={t('ways.guestName')}
        name="name"
        autoComplete="nickname"
        maxLength={64}
        required
        isFirst
      />
      <Problem text={task.problem} />
      <button type="submit" className="button button-main" disabled={task.busy}>
        {task.busy ? t('account.working') : t('ways.guestAction')}
      </button>
      <BackToLogIn back={back} />
    </form>
  );
}
