import { userId, type AppId, type DeviceId } from '@hubbub/protocol';
import type { RevokeEmission } from '../../ports/bus.ts';
import type { Opened } from '../../store/device-store.ts';

/** What closes the sockets of logins that have ended. */
export function endedEmissions(
  app: AppId,
  devices: readonly DeviceId[],
  why?: RevokeEmission['why'],
): RevokeEmission[] {
  return devices.map((device) => ({ type: 'revoke', app, device, ...(why && { why }) }));
}

/** Of those that ended because another device was logged in. */
export function openedEmissions(
  app: AppId,
  user: string,
  { ended, replaced }: Pick<Opened, 'ended' | 'replaced'>,
): RevokeEmission[] {
  const whose = { user: userId(user) };
  return [
    ...endedEmissions(app, ended).map((one) => ({ ...one, ...whose })),
    ...endedEmissions(app, replaced, 'REPLACED').map((one) => ({ ...one, ...whose })),
  ];
}
