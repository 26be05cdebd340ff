import { PushService } from '@hubbub/protocol';
import { getPush } from '../../store/push-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { offered, type PushNeeds } from './needs.ts';

export function get(needs: PushNeeds): DeviceOperation<typeof PushService.method.get> {
  return {
    method: PushService.method.get,
    who: 'device',
    guests: true,
    cost: 1,
    idempotency: 'natural',
    async run(call) {
      const { applicationKey } = offered(needs);
      const subscription = await call.read(getPush, { device: call.caller.device });
      return { result: { applicationKey, ...(subscription && { subscription }) } };
    },
  };
}
