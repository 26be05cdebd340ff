import type { Refusal } from '@hubbub/client';
import { useEffect, useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { logIn, signUp } from '../actions/log-in.ts';
import { refusalText } from '../actions/refusal.ts';
import { Field, Problem, textOf } from '../components/form.tsx';
import { LanguagePicker } from '../components/language-picker.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';

/** Log in and sign up: one form, two modes; what was typed stays when the mode changes. */
export function LogInScreen({ why }: { why: Refusal | undefined }) {
  const state = useAppState();
  const [, navigate] = useLocation();
  const [isNew, setNew] = useState(false);
  const task = useTask();
  const action = t(isNew ? 'account.signUp' : 'account.logIn');
  useEffect(() => {
    document.title = `${action} · ${t('app.name')}`;
  }, [action]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const who = {
      username: textOf(form, 'username').trim(),
      password: textOf(form, 'password'),
      displayName: textOf(form, 'name').trim(),
    };
    task.run(async () => {
      await (isNew ? signUp(state, who) : logIn(state, who));
      if (location.pathname === '/login') navigate('/', { replace: true });
    });
  };

  return (
    <main className="log-in">
      <div className="log-in-box">
        <header className="log-in-head">
          <img src="/favicon.svg" alt="" width="48" height="48" />
          <h1>{t('app.name')}</h1>
          <p>{t('account.tagline')}</p>
        </header>
        {why && <p className="note">{refusalText(why)}</p>}
        <form onSubmit={submit} aria-label={action}>
          <Credentials isNew={isNew} />
          <Problem text={task.problem} />
          <button type="submit" className="button button-main" disabled={task.busy}>
            {task.busy ? t('account.working') : action}
          </button>
        </form>
        <p className="log-in-other">
          {t(isNew ? 'account.toLogIn' : 'account.toSignUp')}{' '}
          <button type="button" className="link-button" onClick={() => setNew(!isNew)}>
            {t(isNew ? 'account.logIn' : 'account.signUp')}
          </button>
        </p>
        <LanguagePicker />
      </div>
    </main>
  );
}

function Credentials({ isNew }: { isNew: boolean }) {
  const [isShown, setShown] = useState(false);
  return (
    <>
      <Field
        label={t('account.username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={32}
        required
        {...(isNew && { hint: t('account.usernameHint') })}
      />
      {isNew && (
        <Field
          label={t('account.displayNameOptional')}
          name="name"
          autoComplete="name"
          maxLength={64}
        />
      )}
      <Field
        label={t('account.password')}
        name="password"
        type={isShown ? 'text' : 'password'}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        {...(isNew && { hint: t('account.passwordHint') })}
      />
      <label className="check">
        <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
        {t('account.showPassword')}
      </label>
    </>
  );
}
