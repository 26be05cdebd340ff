import { useLocation } from 'wouter';
import { findUser, openDirect } from '../actions/open-direct.ts';
import { useClient } from '../state/app-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Told } from '../actions/failure.ts';
import { TextDialog } from './text-dialog.tsx';

export function DirectDialog({ close }: { close: () => void }) {
  const client = useClient();
  const me = useMe();
  const [, navigate] = useLocation();
  const open = async (username: string) => {
    const user = await findUser(client, username);
    if (!user) throw new Told(t('direct.nobody'));
    if (user === me.id) throw new Told(t('direct.self'));
    const id = await openDirect(client, user);
    close();
    navigate(`/c/${id}`);
  };
  return (
    <TextDialog
      title={t('direct.title')}
      label={t('direct.username')}
      action={t('direct.open')}
      input={{ maxLength: 32, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false }}
      run={open}
      close={close}
    />
  );
}
