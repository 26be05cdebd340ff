import { deviceId, DeviceService } from '@hubbub/protocol';
import { revokeDevice } from '../../store/device-store.ts';
import type { UserOperation } from '../operation.ts';

/** Ends one of the caller's own devices, the calling one included; somebody else's is UNKNOWN. */
export const revoke: UserOperation<typeof DeviceService.method.revoke> = {
  method: DeviceService.method.revoke,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const device = deviceId(call.args.device);
    await call.write(revokeDevice, { user: call.caller.user, device });
    return { result: {}, emissions: [{ type: 'revoke', app: call.app, device }] };
  },
};
