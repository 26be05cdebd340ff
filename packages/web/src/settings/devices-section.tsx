// Where the user is logged in, and ending that.
import { DeviceDescription_Class as Class, type Device } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { listDevices, renameDevice, revokeDevice, revokeOthers } from '../actions/devices.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { TextDialog } from '../components/text-dialog.tsx';
import { useTask } from '../components/use-task.ts';
import { formatExact, formatSince, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Card, SectionFrame } from './section.tsx';

export function DevicesSection() {
  const client = useClient();
  const task = useTask();
  const [devices, setDevices] = useState<readonly Device[]>();
  const [isEndingAll, setEndingAll] = useState(false);
  const { run } = task;
  const reload = async () => setDevices(await listDevices(client));
  useEffect(() => {
    run(reload);
    // Once, when the section opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client]);
  const others = devices?.filter(({ current }) => !current) ?? [];
  const here = devices?.find(({ current }) => current);
  const endAll = async () => {
    await revokeOthers(client);
    await reload();
    setEndingAll(false);
  };
  const revoke = (id: string) =>
    run(async () => {
      await revokeDevice(client, id);
      await reload();
    });
  const row = (device: Device) => (
    <DeviceRow
      key={device.id}
      device={device}
      busy={task.busy}
      revoke={() => revoke(device.id)}
      changed={reload}
    />
  );
  return (
    <SectionFrame title={t('devices.title')} intro={t('devices.intro')}>
      {!devices && !task.problem && <output className="quiet">{t('devices.loading')}</output>}
      <Problem text={task.problem} />
      {here && (
        <Card title={t('devices.current')}>
          <ul>{row(here)}</ul>
        </Card>
      )}
      {devices && (
        <Card title={t('devices.others')}>
          {others.length === 0 && <p className="quiet">{t('devices.noOthers')}</p>}
          <ul>{others.map(row)}</ul>
          {others.length > 0 && (
            <div className="card-actions">
              <button
                type="button"
                className="button button-danger"
                onClick={() => setEndingAll(true)}
              >
                {t('devices.endOthers')}
              </button>
            </div>
          )}
        </Card>
      )}
      {isEndingAll && (
        <ConfirmDialog
          title={t('devices.endOthersTitle')}
          text={t('devices.endOthersText')}
          action={t('devices.endOthers')}
          run={endAll}
          close={() => setEndingAll(false)}
        />
      )}
    </SectionFrame>
  );
}

interface DeviceRowProps {
  readonly device: Device;
  readonly busy: boolean;
  readonly revoke: () => void;
  readonly changed: () => Promise<void>;
}

function DeviceRow({ device, busy, revoke, changed }: DeviceRowProps) {
  const [isNaming, setNaming] = useState(false);
  const name = device.name || t('devices.unnamed');
  return (
    <li className="thing">
      <Icon name={device.class === Class.PHONE ? 'phone' : 'device'} />
      <div className="thing-text">
        <bdi>{name}</bdi>
        <Seen device={device} />
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={t('settings.renameLabel', { name })}
        onClick={() => setNaming(true)}
      >
        <Icon name="edit" />
      </button>
      {!device.current && (
        <button
          type="button"
          className="button"
          disabled={busy}
          aria-label={t('devices.revokeLabel', { name })}
          onClick={revoke}
        >
          {t('devices.revoke')}
        </button>
      )}
      {isNaming && (
        <RenameDialog device={device} changed={changed} close={() => setNaming(false)} />
      )}
    </li>
  );
}

function Seen({ device }: { device: Device }) {
  if (device.current) return <span className="quiet">{t('devices.now')}</span>;
  if (!device.lastSeenAt) return null;
  const at = toDate(device.lastSeenAt);
  return (
    <time className="quiet" dateTime={at.toISOString()} title={formatExact(at)}>
      {t('devices.seen', { time: formatSince(at) })}
    </time>
  );
}

interface RenameDialogProps {
  readonly device: Device;
  readonly changed: () => Promise<void>;
  readonly close: () => void;
}

function RenameDialog({ device, changed, close }: RenameDialogProps) {
  const client = useClient();
  const rename = async (name: string) => {
    await renameDevice(client, device.id, name);
    await changed();
    close();
  };
  return (
    <TextDialog
      title={t('devices.renameTitle')}
      label={t('settings.name')}
      action={t('settings.save')}
      input={{ maxLength: 64, autoComplete: 'off', defaultValue: device.name }}
      run={rename}
      close={close}
    />
  );
}
