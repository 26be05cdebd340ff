import { useLocation } from 'wouter';
import { createRoom } from '../actions/rooms.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { TextDialog } from './text-dialog.tsx';

export function CreateRoomDialog({ close }: { close: () => void }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const create = async (title: string) => {
    const id = await createRoom(client, title);
    close();
    navigate(`/c/${id}`);
  };
  return (
    <TextDialog
      title={t('rooms.createTitle')}
      label={t('rooms.name')}
      hint={t('rooms.nameHint')}
      action={t('rooms.create')}
      input={{ maxLength: 80, autoComplete: 'off' }}
      run={create}
      close={close}
    />
  );
}
