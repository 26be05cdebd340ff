import type { Account } from '@hubbub/protocol';
import { useCallback, useEffect, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { useClient } from '../state/app-state.ts';

export interface OwnAccount {
  /** Undefined until it is there. */
  readonly account: Account | undefined;
  readonly problem: string;
  /** After a change. */
  readonly reload: () => Promise<void>;
}

/** What only its own user sees of an account. */
export function useAccount(): OwnAccount {
  const client = useClient();
  const [account, setAccount] = useState<Account>();
  const [problem, setProblem] = useState('');
  const reload = useCallback(async () => {
    setAccount((await client.call('account.get', {})).account);
  }, [client]);
  useEffect(() => {
    let isOver = false;
    client.call('account.get', {}).then(
      (answer) => isOver || setAccount(answer.account),
      (error: unknown) => isOver || setProblem(failureText(error)),
    );
    return () => {
      isOver = true;
    };
  }, [client]);
  return { account, problem, reload };
}
