import { useLocation } from 'wouter';
import { Told } from '../actions/failure.ts';
import { findUser } from '../actions/open-direct.ts';
import { TextDialog } from '../components/text-dialog.tsx';
import { useClient } from '../state/app-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';

/** By exact name only: nobody is shown who was not named. */
export function FindDialog({ close }: { close: () => void }) {
  const client = useClient();
  const me = useMe();
  const [, navigate] = useLocation();
  const find = async (username: string) => {
    const user = await findUser(client, username.replace(/^@/, ''));
    if (!user) throw new Told(t('direct.nobody'));
    if (user === me.id) throw new Told(t('direct.self'));
    close();
    navigate(`/contacts/${user}`);
  };
  return (
    <TextDialog
      title={t('contact.find')}
      label={t('direct.username')}
      action={t('contact.findAction')}
      input={{ maxLength: 33, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false }}
      run={find}
      close={close}
    />
  );
}
