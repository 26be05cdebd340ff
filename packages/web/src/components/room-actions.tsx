import { Conversation_Kind, hasRight, Member_Role, type Conversation } from '@hubbub/protocol';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { deleteRoom, leaveRoom } from '../actions/rooms.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { AddMembersDialog } from './add-members-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Icon } from './icon.tsx';
import { WhisperDialog } from './whisper-dialog.tsx';

interface RoomActionsProps {
  readonly conversation: Conversation;
  readonly role: Member_Role;
  /** The other members. */
  readonly others: readonly string[];
  readonly whisper: (users: string[]) => Promise<void>;
}

/** What one's role allows. The server decides; this only does not offer what it would refuse. */
export function RoomActions({ conversation, role, others, whisper }: RoomActionsProps) {
  const [dialog, setDialog] = useState<'leave' | 'delete' | 'add' | 'whisper'>();
  const close = () => setDialog(undefined);
  const isOwner = role === Member_Role.OWNER;
  const { kind, rights } = conversation;
  const mayInvite = hasRight('invite', { kind, role, rights });
  const isGroup = conversation.kind === Conversation_Kind.GROUP;
  return (
    <footer className="panel-actions">
      {isGroup && mayInvite && (
        <button type="button" className="button" onClick={() => setDialog('add')}>
          <Icon name="plus" />
          {t('group.add')}
        </button>
      )}
      {!isGroup && others.length > 1 && (
        <button type="button" className="button" onClick={() => setDialog('whisper')}>
          <Icon name="whisper" />
          {t('whisper.several')}
        </button>
      )}
      <button type="button" className="button" onClick={() => setDialog('leave')}>
        <Icon name="leave" />
        {t(isGroup ? 'group.leave' : 'members.leave')}
      </button>
      {isOwner && (
        <button type="button" className="button button-danger" onClick={() => setDialog('delete')}>
          <Icon name="trash" />
          {t(isGroup ? 'group.delete' : 'members.delete')}
        </button>
      )}
      {dialog === 'add' && <AddMembersDialog conversation={conversation.id} close={close} />}
      {dialog === 'whisper' && <WhisperDialog others={others} whisper={whisper} close={close} />}
      {dialog === 'leave' && <Leave conversation={conversation} close={close} />}
      {dialog === 'delete' && <Delete conversation={conversation} close={close} />}
    </footer>
  );
}

interface QuestionProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

function Leave({ conversation: { id, title, kind }, close }: QuestionProps) {
  const isGroup = kind === Conversation_Kind.GROUP;
  const client = useClient();
  const [, navigate] = useLocation();
  const leave = async () => {
    await leaveRoom(client, id);
    navigate('/', { replace: true });
  };
  return (
    <ConfirmDialog
      title={t('leave.title', { title })}
      text={t(isGroup ? 'group.leaveText' : 'leave.text')}
      action={t(isGroup ? 'group.leave' : 'members.leave')}
      run={leave}
      close={close}
    />
  );
}

function Delete({ conversation: { id, title, kind }, close }: QuestionProps) {
  const isGroup = kind === Conversation_Kind.GROUP;
  const client = useClient();
  const [, navigate] = useLocation();
  const remove = async () => {
    await deleteRoom(client, id);
    navigate('/', { replace: true });
  };
  return (
    <ConfirmDialog
      title={t('delete.title', { title })}
      text={t(isGroup ? 'group.deleteText' : 'delete.text')}
      action={t(isGroup ? 'group.delete' : 'members.delete')}
      run={remove}
      close={close}
    />
  );
}
