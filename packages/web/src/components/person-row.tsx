import type { ReactNode } from 'react';
import { useNames } from '../state/use-client-state.ts';
import { Avatar } from './avatar.tsx';

interface PersonRowProps {
  readonly user: string;
  /** What somebody wrote about it. */
  readonly words: string;
  readonly facts: ReactNode;
  /** What can be done. */
  readonly children: ReactNode;
}

/** Somebody about whom something is to be decided. */
export function PersonRow({ user, words, facts, children }: PersonRowProps) {
  const { name } = useNames();
  const shown = name(user);
  return (
    <li className="member">
      <Avatar id={user} name={shown} size="small" />
      <div className="member-text">
        <bdi className="member-name">{shown}</bdi>
        {words && (
          <span className="request-text" dir="auto">
            {words}
          </span>
        )}
        <span className="quiet invite-facts">{facts}</span>
      </div>
      {children}
    </li>
  );
}
