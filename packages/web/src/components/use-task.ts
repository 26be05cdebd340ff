import { OperationError } from '@hubbub/protocol';
import { useState } from 'react';
import { failureText } from '../actions/failure.ts';

export interface Task {
  readonly busy: boolean;
  /** Why the last run failed, for the user. */
  readonly problem: string;
  /** The reason of the server's error table, where it was the server that refused. */
  readonly reason: string;
  readonly run: (work: () => Promise<void>) => void;
}

const fine = { problem: '', reason: '' };

/** Runs one piece of work at a time and keeps what went wrong. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(fine);
  const run = (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setFailure(fine);
    work()
      .catch((error: unknown) => {
        const reason = error instanceof OperationError ? error.reason : '';
        setFailure({ problem: failureText(error), reason });
      })
      .finally(() => setBusy(false));
  };
  return { busy, ...failure, run };
}

/** The problem at the field that it is about; `rest` is what is about none of them. */
export function problemsAt<F extends string>(
  { problem, reason }: Pick<Task, 'problem' | 'reason'>,
  reasons: Readonly<Record<F, readonly string[]>>,
): Readonly<Record<F | 'rest', string>> {
  const fields = Object.keys(reasons) as F[];
  const field = fields.find((name) => reasons[name].includes(reason)) ?? 'rest';
  const none = Object.fromEntries([...fields, 'rest'].map((name) => [name, '']));
  return { ...none, [field]: problem } as Record<F | 'rest', string>;
}

/** What can be wrong with a new password. */
export const passwordReasons = ['PASSWORD_TOO_SHORT', 'PASSWORD_KNOWN'] as const;
