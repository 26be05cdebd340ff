import { AccountService, randomKey } from '@hubbub/protocol';
import { eraseAccount } from '../../store/erase-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { heldNameMs } from './change-username.ts';
import { endedEmissions } from './ended.ts';
import { requireFresh } from './fresh.ts';

/** Over at once: nobody can log in, and the name is gone. Memberships and rows go from the outbox (erase.ts). */
const deleteAccount: DeviceOperation<typeof AccountService.method.delete> = {
  method: AccountService.method.delete,
  who: 'device',
  guests: true,
  cost: 5,
  idempotency: 'none',
  async run(call) {
    await requireFresh(call);
    const { ended } = await call.write(eraseAccount, {
      user: call.caller.user,
      holdMs: heldNameMs,
      outboxId: randomKey(),
    });
    return {
      result: {},
      owes: true,
      emissions: endedEmissions(call.app, ended),
      ...(call.door === 'http' && { cookie: { token: '', maxAgeSeconds: 0 } }),
    };
  },
};

export { deleteAccount as delete };
