// An address is the account's once the code of a mail came back.
import type { Account } from '@hubbub/protocol';
import { useState, type FormEvent } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Field, Problem, textOf } from '../components/form.tsx';
import { problemsAt, useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useLanguage } from '../state/language.ts';
import { t } from '../strings.ts';
import { useFresh } from './fresh.tsx';
import { Card } from './section.tsx';

interface EmailProps {
  readonly account: Account;
  readonly reload: () => Promise<void>;
  /** The server sends mails at present. */
  readonly isOffered: boolean;
}

export function Email({ account, reload, isOffered }: EmailProps) {
  const [isChanging, setChanging] = useState(false);
  const { email, emailToVerify } = account;
  const isAsked = isOffered && (isChanging || (email === '' && emailToVerify === ''));
  const changed = async () => {
    await reload();
    setChanging(false);
  };
  return (
    <Card title={t('email.title')}>
      <p className="card-text">{t('email.text')}</p>
      {email && <Verified email={email} change={() => setChanging(true)} reload={reload} />}
      {isAsked && <AddressForm changed={changed} />}
      {!isAsked && isOffered && emailToVerify && (
        <CodeForm address={emailToVerify} reload={reload} other={() => setChanging(true)} />
      )}
    </Card>
  );
}

interface VerifiedProps {
  readonly email: string;
  readonly change: () => void;
  readonly reload: () => Promise<void>;
}

function Verified({ email, change, reload }: VerifiedProps) {
  const client = useClient();
  const fresh = useFresh();
  const [isRemoving, setRemoving] = useState(false);
  const remove = async () => {
    await fresh.run(() => client.call('email.remove', {}));
    await reload();
    setRemoving(false);
  };
  return (
    <div className="thing">
      <bdi className="thing-text">{email}</bdi>
      <button type="button" className="button" onClick={change}>
        {t('email.change')}
      </button>
      <button type="button" className="button" onClick={() => setRemoving(true)}>
        {t('settings.remove')}
      </button>
      {isRemoving && (
        <ConfirmDialog
          title={t('email.removeTitle')}
          text={t('email.removeText')}
          action={t('settings.remove')}
          run={remove}
          close={() => setRemoving(false)}
        />
      )}
    </div>
  );
}

function AddressForm({ changed }: { changed: () => Promise<void> }) {
  const client = useClient();
  const fresh = useFresh();
  const task = useTask();
  const language = useLanguage();
  const at = problemsAt(task, { email: ['FIELD'] });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const address = textOf(new FormData(event.currentTarget), 'email').trim();
    task.run(async () => {
      await fresh.run(() => client.call('email.set', { address, language }));
      await changed();
    });
  };
  return (
    <form onSubmit={submit}>
      <Field
        label={t('email.address')}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        required
        problem={at.email && t('email.wrong')}
      />
      <Problem text={at.rest} />
      <div className="card-actions">
        <button type="submit" className="button button-main" aria-disabled={task.busy}>
          {t('email.send')}
        </button>
      </div>
    </form>
  );
}

interface CodeFormProps {
  readonly address: string;
  readonly reload: () => Promise<void>;
  /** Begins again with another address, or with the same one for another code. */
  readonly other: () => void;
}

function CodeForm({ address, reload, other }: CodeFormProps) {
  const client = useClient();
  const task = useTask();
  const at = problemsAt(task, { code: ['CODE_WRONG'] });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget), 'code').trim();
    task.run(async () => {
      await client.call('email.verify', { code });
      await reload();
    });
  };
  return (
    <form onSubmit={submit}>
      <output className="note email-sent">{t('email.sent', { address })}</output>
      <Field
        label={t('email.code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={16}
        required
        problem={at.code}
      />
      <Problem text={at.rest} />
      <div className="card-actions">
        <button type="submit" className="button button-main" aria-disabled={task.busy}>
          {t('email.verify')}
        </button>
        <button type="button" className="link-button" onClick={other}>
          {t('email.other')}
        </button>
      </div>
    </form>
  );
}
