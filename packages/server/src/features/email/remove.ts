import { EmailService, randomKey } from '@hubbub/protocol';
import { removeEmail } from '../../store/email-store.ts';
import { requireFresh } from '../account/fresh.ts';
import type { DeviceOperation } from '../operation.ts';

export const remove: DeviceOperation<typeof EmailService.method.remove> = {
  method: EmailService.method.remove,
  who: 'device',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    await requireFresh(call);
    await call.write(removeEmail, { user: call.caller.user, outboxId: randomKey() });
    return { result: {} };
  },
};
