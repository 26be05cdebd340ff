import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { AccountService } from '@hubbub/protocol';
import { findOwn, proveDevice } from '../../store/own-account-store.ts';
import type { UserOperation } from '../operation.ts';
import { freshMs } from './fresh.ts';
import type { AccountNeeds } from './opening.ts';
import { verifyOwnPassword } from './own-password.ts';

type Confirm = UserOperation<typeof AccountService.method.confirm>;

/** Of this device alone: what was proved here says nothing of who holds another. */
export function confirm(needs: AccountNeeds): Confirm {
  return {
    method: AccountService.method.confirm,
    who: 'user',
    cost: 5,
    idempotency: 'natural',
    async run(call) {
      const own = await call.read(findOwn, call.caller);
      await verifyOwnPassword(needs, call, { own, password: call.args.password });
      const { provenAt } = await call.write(proveDevice, call.caller);
      return { result: { freshUntil: timestampFromMs(provenAt + freshMs) } };
    },
  };
}
