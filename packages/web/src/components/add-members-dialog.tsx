import { addMembers, findUsers } from '../actions/members.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { TextDialog } from './text-dialog.tsx';

interface AddMembersDialogProps {
  readonly conversation: string;
  readonly close: () => void;
}

export function AddMembersDialog({ conversation, close }: AddMembersDialogProps) {
  const client = useClient();
  const add = async (names: string) => {
    await addMembers(client, conversation, await findUsers(client, names));
    close();
  };
  return (
    <TextDialog
      title={t('group.add')}
      label={t('group.users')}
      hint={t('group.addHint')}
      action={t('group.addAction')}
      input={{ autoComplete: 'off', autoCapitalize: 'none', spellCheck: false }}
      run={add}
      close={close}
    />
  );
}
