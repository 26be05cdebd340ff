import { AccountService } from '@hubbub/protocol';
import { logOutDevice } from '../../store/device-store.ts';
import type { DeviceOperation } from '../operation.ts';

/** Ends the calling device's login. Its other sockets close; its key still names the same device next time. */
export const logOut: DeviceOperation<typeof AccountService.method.logOut> = {
  method: AccountService.method.logOut,
  who: 'device',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    await call.write(logOutDevice, call.caller);
    const { device } = call.caller;
    return {
      result: {},
      emissions: [{ type: 'revoke', app: call.app, device }],
      ...(call.door === 'http' && { cookie: { token: '', maxAgeSeconds: 0 } }),
    };
  },
};
