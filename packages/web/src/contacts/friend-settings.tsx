// What the user keeps about a friend; nobody else ever sees it.
import type { Contact } from '@hubbub/protocol';
import { useState } from 'react';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { TextDialog } from '../components/text-dialog.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { update, type FriendChanges } from '../actions/contacts.ts';
import { Tags } from './tags.tsx';

export function FriendSettings({ contact }: { contact: Contact }) {
  const client = useClient();
  const task = useTask();
  const [isNaming, setNaming] = useState(false);
  // A switch is where it was put while the server is asked.
  const [wanted, setWanted] = useState<FriendChanges>({});
  const shown = { ...contact, ...wanted };
  const set = (changes: FriendChanges) => {
    setWanted(changes);
    task.run(() => update(client, contact.user, changes).finally(() => setWanted({})));
  };
  return (
    <section className="friend-settings" aria-label={t('contact.settings')}>
      <div className="setting">
        <span>
          {t('contact.alias')} <bdi className="quiet">{contact.alias || t('contact.noAlias')}</bdi>
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label={t('contact.aliasTitle')}
          onClick={() => setNaming(true)}
        >
          <Icon name="edit" />
        </button>
      </div>
      <Tags contact={contact} />
      <Switch
        label={t('contact.hideMine')}
        isOn={shown.hideMine}
        set={(hideMine) => set({ hideMine })}
      />
      <Switch
        label={t('contact.hideTheirs')}
        isOn={shown.hideTheirs}
        set={(hideTheirs) => set({ hideTheirs })}
      />
      <Problem text={task.problem} />
      {isNaming && <AliasDialog contact={contact} close={() => setNaming(false)} />}
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly set: (isOn: boolean) => void;
}

function Switch({ label, isOn, set }: SwitchProps) {
  return (
    <label className="setting">
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        className="switch"
        checked={isOn}
        aria-checked={isOn}
        onChange={() => set(!isOn)}
      />
    </label>
  );
}

function AliasDialog({ contact, close }: { contact: Contact; close: () => void }) {
  const client = useClient();
  const rename = async (alias: string) => {
    await update(client, contact.user, { alias });
    close();
  };
  return (
    <TextDialog
      title={t('contact.aliasTitle')}
      label={t('contact.alias')}
      hint={t('contact.aliasHint')}
      action={t('rename.save')}
      input={{ maxLength: 40, autoComplete: 'off', defaultValue: contact.alias, required: false }}
      run={rename}
      close={close}
    />
  );
}
