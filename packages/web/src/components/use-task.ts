import { useState } from 'react';
import { failureText } from '../actions/failure.ts';

export interface Task {
  readonly busy: boolean;
  /** Why the last run failed, for the user. */
  readonly problem: string;
  readonly run: (work: () => Promise<void>) => void;
}

/** Runs one piece of work at a time and keeps what went wrong. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const run = (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setProblem('');
    work()
      .catch((error: unknown) => setProblem(failureText(error)))
      .finally(() => setBusy(false));
  };
  return { busy, problem, run };
}
