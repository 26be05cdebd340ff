import { useMe } from '../state/use-session.ts';

/** Tells password managers whose password it is; people see it elsewhere. */
export function UsernameForManagers() {
  return (
    <input
      className="only-read"
      type="text"
      name="username"
      autoComplete="username"
      value={useMe().username}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
