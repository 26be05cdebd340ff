import { Member_Role, type Conversation, type Member } from '@hubbub/protocol';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { openDirect } from '../actions/open-direct.ts';
import { formatBrief, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { useIsBefore } from '../state/use-is-before.ts';
import { t } from '../strings.ts';
import { Avatar } from './avatar.tsx';
import { Problem } from './form.tsx';
import { Icon } from './icon.tsx';
import { StatusMark } from './status-mark.tsx';
import { MemberDialog } from './member-dialog.tsx';
import { useTask } from './use-task.ts';

/** Where the member is one, and what the user is there. */
export interface MemberOf {
  readonly conversation: Conversation;
  readonly role: Member_Role;
  readonly whisper: (users: string[]) => Promise<void>;
}

interface MemberRowProps extends MemberOf {
  readonly member: Member;
  readonly here: boolean;
}

export function MemberRow({ member, here, ...of }: MemberRowProps) {
  const [isOpen, setOpen] = useState(false);
  const { name, user } = useNames();
  const me = useMe();
  const client = useClient();
  const [, navigate] = useLocation();
  const task = useTask();
  const shown = name(member.user);
  const write = () => task.run(async () => navigate(`/c/${await openDirect(client, member.user)}`));
  return (
    <li className="member">
      <Avatar id={member.user} name={shown} size="small" here={here} />
      <div className="member-text">
        <span>
          <bdi className="member-name">{shown}</bdi> <StatusMark user={user(member.user)} />
        </span>
        <span className="quiet">
          <MutedText member={member} />
          {roleText(member.role) ?? <bdi>{user(member.user)?.username}</bdi>}
          {member.user === me.id && ` ${t('members.you')}`}
        </span>
        <Problem text={task.problem} />
      </div>
      {member.user !== me.id && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('members.act', { name: shown })}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <Icon name="more" />
        </button>
      )}
      {isOpen && <MemberDialog {...of} member={member} close={() => setOpen(false)} />}
      {member.user !== me.id && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('members.message', { name: shown })}
          disabled={task.busy}
          onClick={write}
        >
          <Icon name="message" />
        </button>
      )}
    </li>
  );
}

function roleText(role: Member_Role): string | undefined {
  if (role === Member_Role.OWNER) return t('members.owner');
  return role === Member_Role.ADMIN ? t('members.admin') : undefined;
}

/** For everybody to see, as roles are. */
function MutedText({ member: { mutedUntil } }: { member: Member }) {
  const until = mutedUntil && toDate(mutedUntil);
  if (!useIsBefore(until) || !until) return null;
  return <>{`${t('groups.muted', { time: formatBrief(until) })} · `}</>;
}
