import type { FormEvent } from 'react';
import { Problem, textOf } from '../components/form.tsx';
import { problemsAt, useTask } from '../components/use-task.ts';
import '../settings/texts.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { BackToLogIn } from './back-to-log-in.tsx';
import { CodeField } from './code-field.tsx';
import type { WayProps } from './way.ts';

/** The second step: the password was right. */
export default function CodeForm({ enter, challenge, back }: WayProps) {
  const client = useClient();
  const task = useTask();
  const at = problemsAt(task, { code: ['CODE_WRONG'] });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget), 'code').trim();
    task.run(() => enter(() => client.enter.answer(challenge, code)));
  };
  return (
    <form onSubmit={submit} aria-label={t('account.logIn')}>
      <p className="log-in-text">{t('ways.codeText')}</p>
      <CodeField label={t('ways.code')} hint={t('ways.codeHint')} problem={at.code} />
      <Problem text={at.rest} />
      <button type="submit" className="button button-main" disabled={task.busy}>
        {task.busy ? t('account.working') : t('account.logIn')}
      </button>
      <BackToLogIn back={back} />
    </form>
  );
}
