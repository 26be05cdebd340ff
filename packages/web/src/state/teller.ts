// One line for what went wrong or was done, where no form is open that could say it.
import { createStore, type StoreApi } from 'zustand/vanilla';

interface Line {
  readonly text: string;
  readonly isProblem: boolean;
}

export interface Teller {
  readonly store: StoreApi<Line>;
  /** Says what went wrong. */
  readonly tell: (problem: string) => void;
  /** Says what was done. */
  readonly note: (text: string) => void;
  readonly hush: () => void;
}

const shownMs = 8000;

export function createTeller(): Teller {
  const store = createStore<Line>(() => ({ text: '', isProblem: false }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (text: string, isProblem: boolean) => {
    clearTimeout(timer);
    store.setState({ text, isProblem });
    if (text) timer = setTimeout(() => show('', false), shownMs);
  };
  return {
    store,
    tell: (problem) => show(problem, true),
    note: (text) => show(text, false),
    hush: () => show('', false),
  };
}
