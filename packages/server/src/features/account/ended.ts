import type { AppId, DeviceId } from '@hubbub/protocol';
import type { RevokeEmission } from '../../ports/bus.ts';

/** What closes the sockets of logins that have ended. */
export function endedEmissions(app: AppId, devices: readonly DeviceId[]): RevokeEmission[] {
  return devices.map((device) => ({ type: 'revoke', app, device }));
}
