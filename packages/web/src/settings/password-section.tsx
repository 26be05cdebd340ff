import { useRef, useState, type FormEvent } from 'react';
import { Field, Problem, textOf } from '../components/form.tsx';
import { NewPassword, PasswordFields } from '../components/password-fields.tsx';
import { passwordReasons, problemsAt, useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Card, Done, SectionFrame } from './section.tsx';
import { UsernameForManagers } from './username-for-managers.tsx';

export function PasswordSection() {
  const client = useClient();
  const task = useTask();
  const form = useRef<HTMLFormElement>(null);
  const [isDone, setDone] = useState(false);
  const at = problemsAt(task, { current: ['PASSWORD_WRONG'], password: passwordReasons });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const [current, password] = [textOf(typed, 'current'), textOf(typed, 'password')];
    setDone(false);
    task.run(async () => {
      await client.call('account.changePassword', { current, password });
      form.current?.reset();
      setDone(true);
    });
  };
  return (
    <SectionFrame title={t('password.title')} intro={t('password.intro')}>
      <Card>
        <form ref={form} onSubmit={submit} onChange={() => setDone(false)}>
          <UsernameForManagers />
          <PasswordFields>
            {(type) => (
              <>
                <Field
                  label={t('password.current')}
                  name="current"
                  type={type}
                  autoComplete="current-password"
                  maxLength={128}
                  required
                  problem={at.current}
                />
                <NewPassword
                  type={type}
                  label={t('password.new')}
                  hint={t('account.passwordHint')}
                  problem={at.password}
                />
              </>
            )}
          </PasswordFields>
          <Problem text={at.rest} />
          <div className="card-actions">
            <button type="submit" className="button button-main" disabled={task.busy}>
              {t('password.action')}
            </button>
            <Done text={isDone ? t('password.done') : ''} />
          </div>
        </form>
      </Card>
    </SectionFrame>
  );
}
