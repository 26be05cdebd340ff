import { AccountService, OperationError, randomKey } from '@hubbub/protocol';
import { requestReset as owe } from '../../store/email-store.ts';
import { readAddress } from '../email/address.ts';
import type { OpenOperation } from '../operation.ts';
import type { Offers } from './offers.ts';
import type { AccountNeeds } from './opening.ts';

type RequestReset = OpenOperation<typeof AccountService.method.requestReset>;
type Needs = Pick<AccountNeeds, 'attempts'> & { readonly offers: Offers };

/** Does the same whether or not anybody has the address, so that neither the answer nor its time tells. */
export function requestReset({ attempts, offers }: Needs): RequestReset {
  return {
    method: AccountService.method.requestReset,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      if (!offers.email) throw new OperationError('NOT_OFFERED');
      const { email, language } = call.args;
      const { folded } = readAddress(email);
      await attempts.mail({ app: call.app, address: call.address, recipient: folded });
      await call.write(owe, { folded, language, outboxId: randomKey() });
      return { result: {}, owes: true };
    },
  };
}
