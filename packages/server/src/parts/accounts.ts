// What accounts need of the process: the ways in that it offers, the mailer, and what goes on behind their operations.
import type { Config } from '../config/table.ts';
import { createAttempts } from '../features/account/attempts.ts';
import type { PasswordCost } from '../features/account/hashing.ts';
import { createPasswords } from '../features/account/passwords.ts';
import { sweepGuests } from '../features/account/sweep-guests.ts';
import { sweepAudit } from '../features/audit/sweep.ts';
import { createMailer } from '../features/email/mailer.ts';
import type { OperationNeeds } from '../features/index.ts';
import { allEffects, startOutbox, type Outbox } from '../features/outbox.ts';
import { passkeyParty } from '../features/passkey/party.ts';
import type { Blobs } from '../ports/blob.ts';
import type { Bus, DisabledEmission, RevokeEmission } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { MakeLimiter } from '../ports/limiter.ts';
import type { Store } from '../store/store.ts';
import { watchEnded } from './ended-watch.ts';

interface AccountParts {
  readonly config: Config;
  readonly store: Store;
  readonly bus: Bus;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  readonly isTls: boolean;
  readonly makeLimiter: MakeLimiter | undefined;
  readonly passwordCost: PasswordCost | undefined;
  /** The main one, once it is open. */
  readonly port: () => number;
}

interface Accounts {
  readonly needs: Pick<OperationNeeds, 'passwords' | 'attempts' | 'offers'>;
  /**
   * Does what is owed, mails among it, sweeps guests away, and looks for who is out without a word of the bus, until it is
   * closed.
   */
  start(onEnded: (emission: DisabledEmission | RevokeEmission) => void): Outbox;
}

const minuteMs = 60_000;

export function createAccounts(parts: AccountParts): Accounts {
  const { config, store, bus, blobs, clock, report } = parts;
  const { smtp, mailFrom: from } = config;
  const mailer = smtp === '' ? undefined : createMailer({ smtp, from });
  const tries = {
    loginPerAccount: { burst: config.loginTries, everyMs: 5 * minuteMs },
    loginPerAddress: { burst: config.addressTries, everyMs: 5 * minuteMs },
    signUpPerAddress: { burst: config.signUps, everyMs: 6 * minuteMs },
  };
  const passwords = createPasswords({ cost: parts.passwordCost, report });
  return {
    needs: {
      passwords,
      attempts: createAttempts(tries, parts.makeLimiter),
      offers: {
        guests: config.guests,
        email: mailer !== undefined,
        passkeys: passkeyParty(
          config,
          () => `${parts.isTls ? 'https' : 'http'}://localhost:${parts.port()}`,
        ),
      },
    },
    start(onEnded) {
      const effects = allEffects(mailer);
      const outbox = startOutbox(store, { clock, onTrouble: report, bus, blobs, effects });
      const stopSweep = sweepGuests(store, clock, report);
      const stopEnded = watchEnded({ store, clock, report, onEnded });
      const { auditDays: keepDays } = config;
      const stopAudit = sweepAudit({ store, clock, keepDays, onTrouble: report });
      return {
        ...outbox,
        async close() {
          stopSweep();
          stopAudit();
          stopEnded();
          passwords.close();
          await outbox.close();
          mailer?.close();
        },
      };
    },
  };
}
