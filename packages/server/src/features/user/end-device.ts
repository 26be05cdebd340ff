import { AppKey_Scope, deviceId, UserService } from '@hubbub/protocol';
import { endDevice as storeEnd } from '../../store/device-store.ts';
import { noted } from '../audit/note.ts';
import type { ServiceOperation } from '../operation.ts';

export const endDevice: ServiceOperation<typeof UserService.method.endDevice> = {
  method: UserService.method.endDevice,
  who: 'service',
  scope: AppKey_Scope.USERS,
  operator: true,
  cost: 1,
  idempotency: 'none',
  doors: ['http', 'grpc'],
  async run(call) {
    const device = deviceId(call.args.device);
    const write = noted(call, storeEnd, ({ user }) => ({
      action: 'user.endDevice',
      target: user,
      details: { device },
    }));
    await call.write(write, { device });
    return { result: {}, emissions: [{ type: 'revoke', app: call.app, device }] };
  },
};
