import { Conversation_Kind, type Conversation } from '@hubbub/protocol';
import { renameRoom } from '../actions/rooms.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { TextDialog } from './text-dialog.tsx';

interface RenameDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function RenameDialog({ conversation, close }: RenameDialogProps) {
  const client = useClient();
  const isGroup = conversation.kind === Conversation_Kind.GROUP;
  const rename = async (title: string) => {
    await renameRoom(client, conversation.id, title);
    close();
  };
  return (
    <TextDialog
      title={t(isGroup ? 'group.renameTitle' : 'rename.title')}
      label={t('rooms.name')}
      action={t('rename.save')}
      input={{ maxLength: 80, autoComplete: 'off', defaultValue: conversation.title }}
      run={rename}
      close={close}
    />
  );
}
