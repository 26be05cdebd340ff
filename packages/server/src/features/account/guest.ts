import { AccountService, formatId, OperationError, randomKey } from '@hubbub/protocol';
import { enterGuest } from '../../store/guest-store.ts';
import type { OpenOperation } from '../operation.ts';
import { readDisplayName } from './display-name.ts';
import type { Offers } from './offers.ts';
import { prepareOpening, type AccountNeeds } from './opening.ts';
import { lives } from './tokens.ts';

type Guest = OpenOperation<typeof AccountService.method.guest>;

type GuestNeeds = AccountNeeds & { readonly offers: Offers };

/** What a guest may do is what operations say of themselves (`guests` in their declaration). */
export function guest({ attempts, offers, settingsOf }: GuestNeeds): Guest {
  return {
    method: AccountService.method.guest,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      if (!offers.guests) throw new OperationError('NOT_OFFERED');
      const { device, reply, cookie } = prepareOpening(call);
      const displayName = readDisplayName(call.args.displayName, '');
      if (displayName === '') throw new OperationError('FIELD', 'displayName is required.');
      const made = await attempts.signUp(call.address, () =>
        call.write(enterGuest, {
          user: formatId('usr', randomKey()),
          displayName,
          device: { ...device, ...lives.guest },
          mostUsers: settingsOf?.(call.app)?.quota?.users ?? 0,
        }),
      );
      return { result: { ...made, ...reply }, ...cookie };
    },
  };
}
