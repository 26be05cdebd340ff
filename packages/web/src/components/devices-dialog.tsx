import type { Device } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { listDevices, revokeDevice } from '../actions/devices.ts';
import { formatExact, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './form.tsx';
import { useTask, type Task } from './use-task.ts';

export function DevicesDialog({ close }: { close: () => void }) {
  const client = useClient();
  const task = useTask();
  const [devices, setDevices] = useState<readonly Device[]>();
  const { run } = task;
  useEffect(() => {
    run(async () => setDevices(await listDevices(client)));
    // Once, when the dialog opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client]);
  const revoke = (id: string) =>
    run(async () => {
      await revokeDevice(client, id);
      setDevices(await listDevices(client));
    });
  return (
    <Dialog title={t('devices.title')} close={close}>
      {!devices && !task.problem && <output>{t('devices.loading')}</output>}
      <ul className="devices">
        {devices?.map((device) => (
          <DeviceRow key={device.id} device={device} task={task} revoke={() => revoke(device.id)} />
        ))}
      </ul>
      <Problem text={task.problem} />
    </Dialog>
  );
}

interface DeviceRowProps {
  readonly device: Device;
  readonly task: Task;
  readonly revoke: () => void;
}

function DeviceRow({ device, task, revoke }: DeviceRowProps) {
  const name = device.name || t('devices.unnamed');
  const seen = device.lastSeenAt && formatExact(toDate(device.lastSeenAt));
  return (
    <li className="device">
      <div className="device-text">
        <bdi>{name}</bdi>
        <span className="quiet">
          {device.current ? t('devices.current') : seen && t('devices.seen', { time: seen })}
        </span>
      </div>
      {!device.current && (
        <button
          type="button"
          className="button"
          disabled={task.busy}
          aria-label={t('devices.revokeLabel', { name })}
          onClick={revoke}
        >
          {t('devices.revoke')}
        </button>
      )}
    </li>
  );
}
