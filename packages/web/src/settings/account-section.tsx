// The name to log in with, and the address for when the password is forgotten.
import type { Account } from '@hubbub/protocol';
import { useState, type FormEvent } from 'react';
import { Field, Problem, textOf } from '../components/form.tsx';
import { problemsAt, useTask } from '../components/use-task.ts';
import { formatExact, toDate } from '../format/time.ts';
import { useAppState } from '../state/app-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Email } from './email.tsx';
import { useFresh } from './fresh.tsx';
import { useOffers } from '../state/use-offers.ts';
import { Card, Done, SectionFrame } from './section.tsx';
import { useAccount } from './use-account.ts';

export function AccountSection() {
  const { account, problem, reload } = useAccount();
  const offers = useOffers();
  // One that was set while the server sent mails can still be removed.
  const hasEmail = offers?.email === true || (account?.email ?? '') !== '';
  return (
    <SectionFrame title={t('own.title')}>
      <Problem text={problem} />
      {account && <Username account={account} reload={reload} />}
      {account && hasEmail && (
        <Email account={account} reload={reload} isOffered={offers?.email === true} />
      )}
    </SectionFrame>
  );
}

interface UsernameProps {
  readonly account: Account;
  readonly reload: () => Promise<void>;
}

function Username({ account, reload }: UsernameProps) {
  const { client, session } = useAppState();
  const me = useMe();
  const fresh = useFresh();
  const task = useTask();
  const [isDone, setDone] = useState(false);
  const at = problemsAt(task, { username: ['USERNAME', 'TAKEN'] });
  const { usernameAfter } = account;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const username = textOf(new FormData(event.currentTarget), 'username').trim();
    setDone(false);
    if (username === me.username) return;
    task.run(async () => {
      const { user } = await fresh.run(() => client.call('account.changeUsername', { username }));
      if (user) session.getState().enter(user);
      setDone(true);
      await reload();
    });
  };
  return (
    <Card>
      <form onSubmit={submit} onChange={() => setDone(false)}>
        <Field
          label={t('account.username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={32}
          required
          defaultValue={me.username}
          readOnly={usernameAfter !== undefined}
          hint={
            usernameAfter
              ? t('own.usernameAfter', { time: formatExact(toDate(usernameAfter)) })
              : t('own.usernameHint')
          }
          problem={at.username}
        />
        <Problem text={at.rest} />
        <div className="card-actions">
          {!usernameAfter && (
            <button type="submit" className="button button-main" aria-disabled={task.busy}>
              {t('own.changeUsername')}
            </button>
          )}
          <Done text={isDone ? t('settings.saved') : ''} />
        </div>
      </form>
    </Card>
  );
}
