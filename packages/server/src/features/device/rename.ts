import { deviceId, DeviceService } from '@hubbub/protocol';
import { renameDevice } from '../../store/device-store.ts';
import type { UserOperation } from '../operation.ts';
import { readName } from '../passkey/name.ts';

/** One of the caller's own; somebody else's is UNKNOWN. Logging in again with its key gives it the name that comes then. */
export const rename: UserOperation<typeof DeviceService.method.rename> = {
  method: DeviceService.method.rename,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const name = readName(call.args.name);
    const device = deviceId(call.args.device);
    await call.write(renameDevice, { user: call.caller.user, device, name });
    return { result: {} };
  },
};
