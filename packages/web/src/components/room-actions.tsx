import { Member_Role, type Conversation } from '@hubbub/protocol';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { deleteRoom, leaveRoom } from '../actions/rooms.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Icon } from './icon.tsx';
import { RenameDialog } from './rename-dialog.tsx';

interface RoomActionsProps {
  readonly conversation: Conversation;
  readonly role: Member_Role;
}

/** What one's role allows. The server decides; this only does not offer what it would refuse. */
export function RoomActions({ conversation, role }: RoomActionsProps) {
  const [dialog, setDialog] = useState<'rename' | 'leave' | 'delete'>();
  const close = () => setDialog(undefined);
  const isOwner = role === Member_Role.OWNER;
  return (
    <footer className="panel-actions">
      {(isOwner || role === Member_Role.ADMIN) && (
        <button type="button" className="button" onClick={() => setDialog('rename')}>
          <Icon name="edit" />
          {t('members.rename')}
        </button>
      )}
      <button type="button" className="button" onClick={() => setDialog('leave')}>
        <Icon name="leave" />
        {t('members.leave')}
      </button>
      {isOwner && (
        <button type="button" className="button button-danger" onClick={() => setDialog('delete')}>
          <Icon name="trash" />
          {t('members.delete')}
        </button>
      )}
      {dialog === 'rename' && <RenameDialog conversation={conversation} close={close} />}
      {dialog === 'leave' && <Leave conversation={conversation} close={close} />}
      {dialog === 'delete' && <Delete conversation={conversation} close={close} />}
    </footer>
  );
}

interface QuestionProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

function Leave({ conversation: { id, title }, close }: QuestionProps) {
  const client = useClient();
  const [, navigate] = useLocation();
  const leave = async () => {
    await leaveRoom(client, id);
    navigate('/', { replace: true });
  };
  return (
    <ConfirmDialog
      title={t('leave.title', { title })}
      text={t('leave.text')}
      action={t('members.leave')}
      run={leave}
      close={close}
    />
  );
}

function Delete({ conversation: { id, title }, close }: QuestionProps) {
  const client = useClient();
  const [, navigate] = useLocation();
  const remove = async () => {
    await deleteRoom(client, id);
    navigate('/', { replace: true });
  };
  return (
    <ConfirmDialog
      title={t('delete.title', { title })}
      text={t('delete.text')}
      action={t('members.delete')}
      run={remove}
      close={close}
    />
  );
}
