import { EmailService, OperationError, randomKey } from '@hubbub/protocol';
import { setEmail } from '../../store/email-store.ts';
import { requireFresh } from '../account/fresh.ts';
import type { Offers } from '../account/offers.ts';
import type { AccountNeeds } from '../account/opening.ts';
import type { DeviceOperation } from '../operation.ts';
import { challengeHash, readAddress } from './address.ts';

type Set = DeviceOperation<typeof EmailService.method.set>;
type Needs = Pick<AccountNeeds, 'attempts'> & { readonly offers: Offers };

export function set({ attempts, offers }: Needs): Set {
  return {
    method: EmailService.method.set,
    who: 'device',
    cost: 5,
    idempotency: 'none',
    async run(call) {
      if (!offers.email) throw new OperationError('NOT_OFFERED');
      await requireFresh(call);
      const { user } = call.caller;
      const address = readAddress(call.args.address);
      await attempts.mail({ app: call.app, address: call.address, recipient: address.folded });
      const { language } = call.args;
      const hash = challengeHash(user);
      await call.write(setEmail, { user, ...address, language, hash, outboxId: randomKey() });
      return { result: {}, owes: true };
    },
  };
}
