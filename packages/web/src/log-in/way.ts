import type { Enter } from '../actions/log-in.ts';

/** What every other way in is given; each takes what it needs. */
export interface WayProps {
  readonly enter: Enter;
  /** Of a log-in that wants a code besides. */
  readonly challenge: string;
  readonly back: () => void;
  /** The password was set anew. */
  readonly done: () => void;
}
