// What may be done to one member. The server decides; this only does not offer what it would refuse.
import {
  Contact_Request,
  Conversation_Kind,
  Member_Role as Role,
  type Conversation,
  type Member,
} from '@hubbub/protocol';
import { removeMember, setRole, transferTo } from '../actions/members.ts';
import { mute } from '../groups/actions.ts';
import MuteDialog from '../groups/mute-dialog.tsx';
import { BanDialog } from '../moderation/ban-dialog.tsx';
import { toDate } from '../format/time.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { useClient } from '../state/app-state.ts';
import { useContact } from '../state/use-contacts.ts';
import { useNames } from '../state/use-client-state.ts';
import { useIsBefore } from '../state/use-is-before.ts';
import { t } from '../strings.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './form.tsx';
import { RequestDialog } from './request-dialog.tsx';
import { useTask } from './use-task.ts';

interface MemberDialogProps {
  readonly conversation: Conversation;
  readonly member: Member;
  /** The user's own. */
  readonly role: Role;
  readonly whisper: (users: string[]) => Promise<void>;
  readonly close: () => void;
}

export function MemberDialog({ conversation, member, role, whisper, close }: MemberDialogProps) {
  const client = useClient();
  const { name } = useNames();
  const task = useTask();
  const contact = useContact(member.user);
  const [isAsking, setAsking] = useState(false);
  const [isMuting, setMuting] = useState(false);
  const [isBanning, setBanning] = useState(false);
  const isMuted = useIsBefore(member.mutedUntil && toDate(member.mutedUntil));
  const shown = name(member.user);
  const of = { conversation: conversation.id, user: member.user };
  const mayAsk = !contact?.friend && !contact?.blocked && contact?.request !== Contact_Request.SENT;
  const isOwner = role === Role.OWNER;
  const isAdmin = member.role === Role.ADMIN;
  const run = (action: () => Promise<void>) => () =>
    task.run(async () => {
      await action();
      close();
    });
  const toggled = isAdmin ? Role.MEMBER : Role.ADMIN;
  return (
    <Dialog title={shown} close={close}>
      <div className="member-acts">
        <Link href={`/contacts/${member.user}`} className="button" onClick={close}>
          {t('contact.profile')}
        </Link>
        {mayAsk && <Act busy={task.busy} text={t('contact.add')} run={() => setAsking(true)} />}
        {conversation.kind === Conversation_Kind.ROOM && (
          <Act
            busy={task.busy}
            text={t('whisper.to', { names: shown })}
            run={run(() => whisper([member.user]))}
          />
        )}
        {isOwner && (
          <Act
            busy={task.busy}
            text={t(isAdmin ? 'members.makeMember' : 'members.makeAdmin')}
            run={run(() => setRole(client, { ...of, role: toggled }))}
          />
        )}
        {isOwner && (
          <Act
            busy={task.busy}
            text={t('members.makeOwner')}
            run={run(() => transferTo(client, of))}
            danger
          />
        )}
        {role > Role.MEMBER && role > member.role && (
          <Act
            busy={task.busy}
            text={t(isMuted ? 'groups.unmute' : 'groups.mute')}
            run={isMuted ? run(() => mute(client, of, 0)) : () => setMuting(true)}
          />
        )}
        {role > Role.MEMBER && role > member.role && (
          <Act
            busy={task.busy}
            text={t('members.remove')}
            run={run(() => removeMember(client, of))}
            danger
          />
        )}
        {role > Role.MEMBER && role > member.role && (
          <Act
            busy={task.busy}
            text={t('moderation.banAction')}
            run={() => setBanning(true)}
            danger
          />
        )}
      </div>
      <Problem text={task.problem} />
      {isBanning && <BanDialog {...of} name={shown} close={close} />}
      {isMuting && <MuteDialog {...of} name={shown} close={close} />}
      {isAsking && <RequestDialog id={member.user} close={close} />}
    </Dialog>
  );
}

interface ActProps {
  readonly text: string;
  readonly busy: boolean;
  readonly run: () => void;
  readonly danger?: boolean;
}

function Act({ text, busy, run, danger = false }: ActProps) {
  return (
    <button
      type="button"
      className={`button ${danger ? 'button-danger' : ''}`}
      disabled={busy}
      onClick={run}
    >
      {text}
    </button>
  );
}
