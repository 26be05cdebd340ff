// What needs a fresh login is tried; where the server says that it is not fresh, one dialog asks for a proof, and then it is
// tried again.
import { OperationError } from '@hubbub/protocol';
import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useState,
  type FormEvent,
  type ReactNode,
} from 'react';
import { Told } from '../actions/failure.ts';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Field, Problem, textOf } from '../components/form.tsx';
import { problemsAt, useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { useOffers } from '../state/use-offers.ts';
import { getPasskey, hasPasskeys } from '../actions/passkey.ts';
import { UsernameForManagers } from './username-for-managers.tsx';

export interface FreshLogin {
  /** Rejects without words when the user does not want to prove anything. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** Asks in any case, for what nobody should do at a device that somebody left open. Guests have nothing to prove. */
  readonly ask: () => Promise<void>;
}

const FreshContext = createContext<FreshLogin | undefined>(undefined);

export function useFresh(): FreshLogin {
  const fresh = useContext(FreshContext);
  if (!fresh) throw new Error('rendered outside Fresh');
  return fresh;
}

export function Fresh({ children }: { children: ReactNode }) {
  const isGuest = useMe().guest;
  const [asking, setAsking] = useState<PromiseWithResolvers<void>>();
  const ask = useCallback(async () => {
    if (isGuest) return;
    const asked = Promise.withResolvers<void>();
    setAsking(asked);
    await asked.promise.finally(() => setAsking(undefined));
  }, [isGuest]);
  const fresh = useMemo(() => ({ ask, run: runner(ask) }), [ask]);
  return (
    <FreshContext value={fresh}>
      {children}
      {asking && (
        <FreshDialog done={() => asking.resolve()} close={() => asking.reject(new Told(''))} />
      )}
    </FreshContext>
  );
}

function runner(ask: () => Promise<void>): FreshLogin['run'] {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OperationError) || error.reason !== 'NOT_FRESH') throw error;
      await ask();
      return await work();
    }
  };
}

interface FreshDialogProps {
  readonly done: () => void;
  readonly close: () => void;
}

function FreshDialog({ done, close }: FreshDialogProps) {
  const client = useClient();
  const offers = useOffers();
  const task = useTask();
  const at = problemsAt(task, { password: ['PASSWORD_WRONG'] });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = textOf(new FormData(event.currentTarget), 'password');
    task.run(async () => {
      await client.call('account.confirm', { proof: { case: 'password', value } });
      done();
    });
  };
  const usePasskey = () =>
    task.run(async () => {
      const { options } = await client.call('passkey.ask', { app: '' });
      const value = JSON.stringify(await getPasskey(JSON.parse(options) as object));
      await client.call('account.confirm', { proof: { case: 'credential', value } });
      done();
    });
  return (
    <Dialog title={t('fresh.title')} close={close}>
      <form onSubmit={submit}>
        <p className="dialog-text">{t('fresh.text')}</p>
        <UsernameForManagers />
        <Field
          label={t('account.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          problem={at.password}
        />
        <Problem text={at.rest} />
        <DialogActions close={close}>
          {hasPasskeys(offers) && (
            <button type="button" className="button" disabled={task.busy} onClick={usePasskey}>
              {t('fresh.passkey')}
            </button>
          )}
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('fresh.action')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
