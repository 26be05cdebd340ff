import { DeviceService } from '@hubbub/protocol';
import { listDevices } from '../../store/device-store.ts';
import type { UserOperation } from '../operation.ts';

export const list: UserOperation<typeof DeviceService.method.list> = {
  method: DeviceService.method.list,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const devices = await call.read(listDevices, { user: call.caller.user });
    for (const device of devices) device.current = device.id === call.caller.device;
    return { result: { devices } };
  },
};
