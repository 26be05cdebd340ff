import { PushService } from '@hubbub/protocol';
import { unsubscribePush } from '../../store/push-store.ts';
import type { DeviceOperation } from '../operation.ts';

/** Also where nothing is offered any more. */
export const unsubscribe: DeviceOperation<typeof PushService.method.unsubscribe> = {
  method: PushService.method.unsubscribe,
  who: 'device',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    await call.write(unsubscribePush, { device: call.caller.device });
    return { result: {} };
  },
};
