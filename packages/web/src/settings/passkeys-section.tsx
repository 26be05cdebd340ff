import type { Passkey } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { TextDialog } from '../components/text-dialog.tsx';
import { useTask } from '../components/use-task.ts';
import { formatDate, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { deviceName } from '../state/device.ts';
import { t } from '../strings.ts';
import { useFresh } from './fresh.tsx';
import { createPasskey } from '../actions/passkey.ts';
import { Card, SectionFrame } from './section.tsx';

export function PasskeysSection() {
  const client = useClient();
  const fresh = useFresh();
  const task = useTask();
  const [passkeys, setPasskeys] = useState<readonly Passkey[]>();
  const { run } = task;
  const reload = async () => setPasskeys((await client.call('passkey.list', {})).passkeys);
  useEffect(() => {
    run(reload);
    // Once, when the section opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client]);
  const add = () =>
    run(async () => {
      const { options } = await fresh.run(() => client.call('passkey.create', {}));
      const credential = JSON.stringify(await createPasskey(JSON.parse(options) as object));
      await client.call('passkey.add', { credential, name: deviceName(navigator.userAgent) });
      await reload();
    });
  return (
    <SectionFrame title={t('passkeys.title')} intro={t('passkeys.intro')}>
      <Card>
        {passkeys?.length === 0 && <p className="card-text quiet">{t('passkeys.empty')}</p>}
        <ul>
          {passkeys?.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} changed={reload} />
          ))}
        </ul>
        <Problem text={task.problem} />
        <div className="card-actions">
          <button
            type="button"
            className="button button-main"
            aria-disabled={task.busy}
            onClick={add}
          >
            {t('passkeys.add')}
          </button>
        </div>
      </Card>
    </SectionFrame>
  );
}

interface PasskeyRowProps {
  readonly passkey: Passkey;
  readonly changed: () => Promise<void>;
}

function PasskeyRow({ passkey, changed }: PasskeyRowProps) {
  const client = useClient();
  const fresh = useFresh();
  const [asked, setAsked] = useState<'name' | 'remove'>();
  const { id, name, createdAt, lastUsedAt } = passkey;
  const close = () => setAsked(undefined);
  const rename = async (text: string) => {
    await client.call('passkey.rename', { passkey: id, name: text });
    await changed();
    close();
  };
  const remove = async () => {
    await fresh.run(() => client.call('passkey.remove', { passkey: id }));
    close();
    await changed();
  };
  return (
    <li className="thing">
      <Icon name="key" />
      <div className="thing-text">
        <bdi>{name}</bdi>
        <span className="quiet">
          {createdAt && t('passkeys.added', { time: formatDate(toDate(createdAt)) })}
          {lastUsedAt && ` · ${t('passkeys.used', { time: formatDate(toDate(lastUsedAt)) })}`}
        </span>
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={t('settings.renameLabel', { name })}
        onClick={() => setAsked('name')}
      >
        <Icon name="edit" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('settings.removeLabel', { name })}
        onClick={() => setAsked('remove')}
      >
        <Icon name="trash" />
      </button>
      {asked === 'name' && (
        <TextDialog
          title={t('passkeys.renameTitle')}
          label={t('settings.name')}
          action={t('settings.save')}
          input={{ maxLength: 64, autoComplete: 'off', defaultValue: name }}
          run={rename}
          close={close}
        />
      )}
      {asked === 'remove' && (
        <ConfirmDialog
          title={t('passkeys.removeTitle', { name })}
          text={t('passkeys.removeText')}
          action={t('settings.remove')}
          run={remove}
          close={close}
        />
      )}
    </li>
  );
}
