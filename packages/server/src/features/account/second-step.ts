// The second step of a log-in, for accounts with an authenticator app: account.logIn asks for a code, account.answer takes it.
import { AccountService, formatId, OperationError, type UserId } from '@hubbub/protocol';
import { tryChallenge } from '../../store/challenge-store.ts';
import { askSecondStep, takeSecondStep, type LoggedIn } from '../../store/second-step-store.ts';
import { findTotp, type Factor } from '../../store/totp-store.ts';
import type { Call, OpenOperation } from '../operation.ts';
import { hashRecoveryCode, stepOf } from '../totp/codes.ts';
import { openedEmissions } from './ended.ts';
import { mostDevices, prepareOpening, type AccountNeeds } from './opening.ts';
import { createToken, hashToken } from './tokens.ts';

const lifeMs = 5 * 60_000;

interface FirstStep {
  readonly user: UserId;
  readonly verifiedHash: string;
  readonly passwordHash: string;
  readonly knownDevice: string | undefined;
}

/** The challenge to answer, or undefined when the password is all that this account asks for. */
export async function secondStep(
  call: Call<unknown>,
  { user, verifiedHash, passwordHash, knownDevice = '' }: FirstStep,
): Promise<string | undefined> {
  if ((await call.read(findTotp, { user })) === undefined) return undefined;
  const { token, hash: challengeHash } = createToken();
  const proven = { user, verifiedHash, passwordHash };
  await call.write(askSecondStep, { ...proven, challengeHash, knownDevice, lifeMs });
  return token;
}

type Answer = OpenOperation<typeof AccountService.method.answer>;

/** Wrong codes count for the challenge and, over all challenges, for the account: six digits are soon guessed otherwise. */
export function answer({ attempts }: Pick<AccountNeeds, 'attempts'>): Answer {
  return {
    method: AccountService.method.answer,
    who: 'anyone',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const { device, reply, cookie } = prepareOpening(call);
      const challengeHash = hashToken(call.args.challenge);
      const tried = await call.write(tryChallenge, { hash: challengeHash, kind: 'logIn' });
      if (tried === undefined) throw new OperationError('TOKEN');
      const user = formatId('usr', tried.user);
      const secret = await call.read(findTotp, { user });
      const factor = factorOf(call.args.code, { secret, now: tried.now });
      const known = { knownDevice: tried.data === '' ? undefined : tried.data };
      const attempt = { app: call.app, address: call.address, account: user, ...known };
      const step = { user, challengeHash, factor, device, mostDevices };
      const done = await attempts.code(attempt, () =>
        unlessWrong(call.write(takeSecondStep, step)),
      );
      if (done === undefined) throw new OperationError('CODE_WRONG');
      return {
        result: { user: done.user, device: done.device, ...reply },
        emissions: openedEmissions(call.app, done.user.id, done),
        ...cookie,
      };
    },
  };
}

interface Secret {
  readonly secret: string | undefined;
  readonly now: number;
}

/** What is no right code is looked for among the recovery codes. */
function factorOf(code: string, { secret, now }: Secret): Factor {
  const step = secret === undefined ? undefined : stepOf(secret, code, now);
  return step === undefined ? { codeHash: hashRecoveryCode(code) } : { step };
}

async function unlessWrong(write: Promise<LoggedIn>): Promise<LoggedIn | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof OperationError && error.reason === 'CODE_WRONG') return undefined;
    throw error;
  }
}
