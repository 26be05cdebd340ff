// A guest becomes an account of the same id: everything it is in and has said stays.
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { Field, Problem, textOf } from '../components/form.tsx';
import { NewPassword, PasswordFields } from '../components/password-fields.tsx';
import { passwordReasons, problemsAt, useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Card, SectionFrame } from './section.tsx';

export function ClaimSection() {
  const { client, session } = useAppState();
  const [, navigate] = useLocation();
  const task = useTask();
  const at = problemsAt(task, { username: ['USERNAME', 'TAKEN'], password: passwordReasons });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [username, password] = [textOf(form, 'username').trim(), textOf(form, 'password')];
    task.run(async () => {
      session.getState().enter(await client.enter.claim({ username, password }));
      navigate('/settings/account', { replace: true });
    });
  };
  return (
    <SectionFrame title={t('claim.title')} intro={t('claim.intro')}>
      <Card>
        <form onSubmit={submit}>
          <Field
            label={t('account.username')}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            maxLength={32}
            required
            hint={t('account.usernameHint')}
            problem={at.username}
          />
          <PasswordFields>
            {(type) => (
              <NewPassword
                type={type}
                label={t('account.password')}
                hint={t('account.passwordHint')}
                problem={at.password}
              />
            )}
          </PasswordFields>
          <Problem text={at.rest} />
          <div className="card-actions">
            <button type="submit" className="button button-main" disabled={task.busy}>
              {t('claim.action')}
            </button>
          </div>
        </form>
      </Card>
    </SectionFrame>
  );
}
