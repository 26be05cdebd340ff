import { deviceId, DeviceService, OperationError } from '@hubbub/protocol';
import { isFitName } from '../../rules/text.ts';
import { renameDevice } from '../../store/device-store.ts';
import type { UserOperation } from '../operation.ts';

/** One of the caller's own; somebody else's is UNKNOWN. Logging in again with its key gives it the name that comes then. */
export const rename: UserOperation<typeof DeviceService.method.rename> = {
  method: DeviceService.method.rename,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const name = call.args.name.normalize('NFC').trim();
    if (!isFitName(name))
      throw new OperationError('FIELD', 'name must be visible text without control characters.');
    const device = deviceId(call.args.device);
    await call.write(renameDevice, { user: call.caller.user, device, name });
    return { result: {} };
  },
};
