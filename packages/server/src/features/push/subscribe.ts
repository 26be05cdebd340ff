import { OperationError, PushService } from '@hubbub/protocol';
import { subscribePush } from '../../store/push-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { offered, type PushNeeds } from './needs.ts';
import { checkSubscription } from './subscription.ts';

export function subscribe(needs: PushNeeds): DeviceOperation<typeof PushService.method.subscribe> {
  return {
    method: PushService.method.subscribe,
    who: 'device',
    guests: true,
    cost: 5,
    idempotency: 'natural',
    async run(call) {
      const { hosts, subscribed } = offered(needs);
      const { subscription } = call.args;
      if (subscription === undefined)
        throw new OperationError('FIELD', 'subscription: is required');
      checkSubscription(subscription, hosts);
      await call.write(subscribePush, { ...call.caller, subscription });
      subscribed(call.app);
      return { result: {} };
    },
  };
}
