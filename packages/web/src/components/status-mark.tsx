import type { User } from '@hubbub/protocol';
import { useStatus } from '../state/use-status.ts';

/** Beside a name: the emoji, and the words when one points at it. */
export function StatusMark({ user }: { user: User | undefined }) {
  const status = useStatus(user);
  if (!status) return null;
  return (
    <span title={status.text}>
      {status.emoji || '💬'}
      <span className="only-read">{status.text}</span>
    </span>
  );
}
