// A forgotten password: a code by mail, and with it a new one. Nothing here tells whether anybody has the address.
import { useState, type FormEvent } from 'react';
import { Field, Problem, textOf } from '../components/form.tsx';
import { NewPassword, PasswordFields } from '../components/password-fields.tsx';
import { passwordReasons, problemsAt, useTask } from '../components/use-task.ts';
import '../settings/texts.ts';
import { useClient } from '../state/app-state.ts';
import { useLanguage } from '../state/language.ts';
import { t } from '../strings.ts';
import { BackToLogIn } from './back-to-log-in.tsx';
import { CodeField } from './code-field.tsx';
import type { WayProps } from './way.ts';

export default function ResetForm({ back, done }: WayProps) {
  const [isSent, setSent] = useState(false);
  return (
    <>
      {isSent ? <SetPassword done={done} /> : <AskCode sent={() => setSent(true)} />}
      <BackToLogIn back={back} />
    </>
  );
}

function AskCode({ sent }: { sent: () => void }) {
  const client = useClient();
  const language = useLanguage();
  const task = useTask();
  const at = problemsAt(task, { email: ['FIELD'] });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = textOf(new FormData(event.currentTarget), 'email').trim();
    task.run(async () => {
      await client.http('account.requestReset', { app: '', email, language });
      sent();
    });
  };
  return (
    <form onSubmit={submit} aria-label={t('ways.resetTitle')}>
      <p className="log-in-text">{t('ways.resetText')}</p>
      <Field
        label={t('email.address')}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        required
        isFirst
        problem={at.email && t('email.wrong')}
      />
      <Problem text={at.rest} />
      <button type="submit" className="button button-main" disabled={task.busy}>
        {task.busy ? t('account.working') : t('ways.resetSend')}
      </button>
    </form>
  );
}

function SetPassword({ done }: { done: () => void }) {
  const client = useClient();
  const task = useTask();
  const at = problemsAt(task, { code: ['CODE_WRONG'], password: passwordReasons });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [code, password] = [textOf(form, 'code').trim(), textOf(form, 'password')];
    task.run(async () => {
      await client.http('account.reset', { app: '', code, password });
      done();
    });
  };
  return (
    <form onSubmit={submit} aria-label={t('ways.resetTitle')}>
      <output className="note log-in-note">{t('ways.resetSent')}</output>
      <CodeField label={t('ways.resetCode')} problem={at.code} />
      <PasswordFields>
        {(type) => (
          <NewPassword
            type={type}
            label={t('ways.resetPassword')}
            hint={t('ways.resetHint')}
            problem={at.password}
          />
        )}
      </PasswordFields>
      <Problem text={at.rest} />
      <button type="submit" className="button button-main" disabled={task.busy}>
        {task.busy ? t('account.working') : t('ways.resetAction')}
      </button>
    </form>
  );
}
