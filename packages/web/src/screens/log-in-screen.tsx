import { CodeWanted, type Refusal } from '@hubbub/client';
import { lazy, Suspense, useEffect, useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { enterBy, type Enter } from '../actions/log-in.ts';
import { refusalText } from '../actions/refusal.ts';
import { Field, Problem, textOf } from '../components/form.tsx';
import { PasswordFields } from '../components/password-fields.tsx';
import { LanguagePicker } from '../components/language-picker.tsx';
import { LoadFailed } from '../components/load-failed.tsx';
import { passwordReasons, problemsAt, useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';

/** What few need is loaded when it is asked for. */
const OtherWays = lazy(() => import('../log-in/other-ways.tsx'));
const forms = {
  code: lazy(() => import('../log-in/code-form.tsx')),
  reset: lazy(() => import('../log-in/reset-form.tsx')),
  guest: lazy(() => import('../log-in/guest-form.tsx')),
  replaced: lazy(() => import('../log-in/replaced-form.tsx')),
};

export function LogInScreen({ why }: { why: Refusal | undefined }) {
  const state = useAppState();
  const [, navigate] = useLocation();
  const [way, setWay] = useState<keyof typeof forms | undefined>(
    why === 'REPLACED' ? 'replaced' : undefined,
  );
  const [challenge, setChallenge] = useState('');
  const [isReset, setReset] = useState(false);
  const enter = async (by: () => Promise<unknown>) => {
    await enterBy(state, by);
    if (location.pathname === '/login') navigate('/', { replace: true });
  };
  const ask = (wanted: string) => {
    setChallenge(wanted);
    setWay('code');
  };
  const back = () => setWay(undefined);
  const done = () => {
    setReset(true);
    back();
  };
  const Form = way && forms[way];
  return (
    <main className="log-in">
      <div className="log-in-box">
        <header className="log-in-head">
          <img src="/favicon.svg" alt="" width="48" height="48" />
          <h1>{t('app.name')}</h1>
          <p>{t('account.tagline')}</p>
        </header>
        {why && !way && <p className="note">{refusalText(why)}</p>}
        {Form ? (
          <Suspense fallback={<output>{t('app.loading')}</output>}>
            <Form enter={enter} challenge={challenge} back={back} done={done} />
          </Suspense>
        ) : (
          <WithPassword enter={enter} ask={ask} isReset={isReset} choose={setWay} />
        )}
        <LanguagePicker />
      </div>
    </main>
  );
}

interface WithPasswordProps {
  readonly enter: Enter;
  /** The password was right, and a code is wanted besides. */
  readonly ask: (challenge: string) => void;
  /** The password was set anew a moment ago. */
  readonly isReset: boolean;
  readonly choose: (way: 'reset' | 'guest') => void;
}

/** Log in and sign up: one form, two modes; what was typed stays when the mode changes. */
function WithPassword({ enter, ask, isReset, choose }: WithPasswordProps) {
  const { client, username } = useAppState();
  const [isNew, setNew] = useState(false);
  const task = useTask();
  const at = problemsAt(task, { username: ['USERNAME', 'TAKEN'], password: passwordReasons });
  const action = t(isNew ? 'account.signUp' : 'account.logIn');
  useEffect(() => {
    document.title = `${action} · ${t('app.name')}`;
  }, [action]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const who = { username: textOf(form, 'username').trim(), password: textOf(form, 'password') };
    const displayName = textOf(form, 'name').trim();
    const by = isNew
      ? () => client.signUp({ ...who, ...(displayName && { displayName }) })
      : () => client.logIn(who);
    task.run(async () => {
      await enter(by).catch((error: unknown) => {
        if (!(error instanceof CodeWanted)) throw error;
        ask(error.challenge);
      });
    });
  };
  return (
    <>
      {isReset && <output className="note log-in-note">{t('account.isReset')}</output>}
      <form onSubmit={submit} aria-label={action}>
        <Credentials isNew={isNew} at={at} username={username} />
        <Problem text={at.rest} />
        <button type="submit" className="button button-main" disabled={task.busy}>
          {task.busy ? t('account.working') : action}
        </button>
      </form>
      {!isNew && (
        <LoadFailed quiet>
          <Suspense>
            <OtherWays enter={enter} choose={choose} />
          </Suspense>
        </LoadFailed>
      )}
      <p className="log-in-other">
        {t(isNew ? 'account.toLogIn' : 'account.toSignUp')}{' '}
        <button type="button" className="link-button" onClick={() => setNew(!isNew)}>
          {t(isNew ? 'account.logIn' : 'account.signUp')}
        </button>
      </p>
    </>
  );
}

interface CredentialsProps {
  readonly isNew: boolean;
  /** Who was logged in here before. */
  readonly username: string | undefined;
  readonly at: Readonly<Record<'username' | 'password', string>>;
}

function Credentials({ isNew, at, username }: CredentialsProps) {
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
        defaultValue={username}
        problem={at.username}
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
      <PasswordFields>
        {(type) => (
          <Field
            label={t('account.password')}
            name="password"
            type={type}
            autoComplete={isNew ? 'new-password' : 'current-password'}
            required
            isFirst={username !== undefined}
            problem={at.password}
            {...(isNew && { hint: t('account.passwordHint') })}
          />
        )}
      </PasswordFields>
    </>
  );
}
