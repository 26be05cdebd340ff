import { AppKey_Scope, userId, UserService } from '@hubbub/protocol';
import { listDevices } from '../../store/device-store.ts';
import type { ServiceOperation } from '../operation.ts';

export const devices: ServiceOperation<typeof UserService.method.devices> = {
  method: UserService.method.devices,
  who: 'service',
  scope: AppKey_Scope.USERS,
  operator: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['http', 'grpc'],
  async run(call) {
    const user = userId(call.args.user);
    return { result: { devices: await call.read(listDevices, { user }) } };
  },
};
