// What doctor says of one thing.
export type State = 'ok' | 'warning' | 'bad';

export interface Finding {
  /** One word for scripts. */
  readonly check: string;
  readonly state: State;
  /** For people; no secrets. */
  readonly text: string;
  /** What to do, unless all is well. */
  readonly mend?: string;
}

export function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text };
}

export function warning(check: string, text: string, mend: string): Finding {
  return { check, state: 'warning', text, mend };
}

export function bad(check: string, text: string, mend: string): Finding {
  return { check, state: 'bad', text, mend };
}
