import { EmailService, randomKey } from '@hubbub/protocol';
import { removeEmail } from '../../store/email-store.ts';
import { requireFresh } from '../account/fresh.ts';
import type { UserOperation } from '../operation.ts';

export const remove: UserOperation<typeof EmailService.method.remove> = {
  method: EmailService.method.remove,
  who: 'user',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    await requireFresh(call);
    await call.write(removeEmail, { user: call.caller.user, outboxId: randomKey() });
    return { result: {} };
  },
};
