import { timingSafeEqual } from 'node:crypto';
import { EmailService, OperationError, randomKey } from '@hubbub/protocol';
import { tryChallenge } from '../../store/challenge-store.ts';
import { confirmEmail } from '../../store/email-store.ts';
import type { AccountNeeds } from '../account/opening.ts';
import type { DeviceCall, DeviceOperation } from '../operation.ts';
import { challengeHash, codeHash, type PendingEmail } from './address.ts';

type Verify = DeviceOperation<typeof EmailService.method.verify>;

/** Five tries per code, and over all codes what the account's tries allow. */
export function verify({ attempts }: Pick<AccountNeeds, 'attempts'>): Verify {
  return {
    method: EmailService.method.verify,
    who: 'device',
    cost: 5,
    idempotency: 'none',
    async run(call) {
      const { app, address, caller, args } = call;
      const attempt = { app, address, account: `email ${caller.user}`, knownDevice: undefined };
      const pending = await attempts.code(attempt, () => check(call, args.code));
      if (pending === undefined) throw new OperationError('CODE_WRONG');
      const { codeHash: _, ...verified } = pending;
      const hash = challengeHash(caller.user);
      await call.write(confirmEmail, {
        ...verified,
        user: caller.user,
        hash,
        outboxId: randomKey(),
      });
      return { result: { address: pending.address } };
    },
  };
}

async function check(call: DeviceCall<unknown>, code: string): Promise<PendingEmail | undefined> {
  const { user } = call.caller;
  const tried = await call.write(tryChallenge, { hash: challengeHash(user), kind: 'email' });
  if (tried === undefined) return undefined;
  const pending = JSON.parse(tried.data) as PendingEmail;
  const shown = Buffer.from(codeHash(user, code.replaceAll(/\s/g, '')), 'hex');
  const right = Buffer.from(pending.codeHash, 'hex');
  return right.length === shown.length && timingSafeEqual(right, shown) ? pending : undefined;
}
