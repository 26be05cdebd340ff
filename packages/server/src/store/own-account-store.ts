// An account as its own user sees it, and when somebody last proved to be that user.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  AccountSchema,
  formatId,
  OperationError,
  type Account,
  type DeviceId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { findChallenge } from './challenge-store.ts';
import { deviceKey } from './device-store.ts';
import { readEmail } from './email-store.ts';
import { readExport } from './export-store.ts';
import { countPasskeys, usePasskey } from './passkey-store.ts';
import {
  first,
  run,
  statement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { userKey } from './stream.ts';
import { countRecoveryCodes, findTotp } from './totp-store.ts';
import { profileColumns, toUser, type ProfileRow } from './user-store.ts';

interface Of {
  readonly user: UserId;
  readonly device: DeviceId;
}

interface UserRow extends ProfileRow {
  readonly about: string;
  readonly created_at: number;
}

interface OwnRow extends UserRow {
  readonly username_folded: string | null;
  readonly password_hash: string | null;
  readonly name_changed_at: number;
  readonly proven_at: number;
}

const selectOwn = statement<{ user: number; device: number }, OwnRow>((db, p) =>
  db
    .selectFrom('user')
    .innerJoin('device', (join) =>
      join.onRef('device.app', '=', 'user.app').onRef('device.user', '=', 'user.id'),
    )
    .where('user.app', '=', p.app)
    .where('user.id', '=', p.user)
    .where('user.deleted', '=', 0)
    .where('device.id', '=', p.device)
    .select(profileColumns)
    .select([
      'user.about',
      'user.username_folded',
      'user.password_hash',
      'user.created_at',
      'user.name_changed_at',
      'device.proven_at',
    ]),
);

const selectUser = statement<{ user: number }, UserRow>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('deleted', '=', 0)
    .select(profileColumns)
    .select(['user.about', 'user.created_at']),
);

const updateProven = statement<{ user: number; device: number; now: number }, unknown>((db, p) =>
  db
    .updateTable('device')
    .set({ proven_at: p.now })
    .where('app', '=', p.app)
    .where('id', '=', p.device)
    .where('user', '=', p.user),
);

/** Of the caller's own account, for operations that check its password or its name. */
export interface OwnCredentials {
  readonly user: User;
  readonly usernameFolded: string;
  readonly passwordHash: string | null;
  readonly nameChangedAt: number;
  readonly provenAt: number;
  readonly now: number;
}

/** Throws UNKNOWN when the account has just ended. */
export const findOwn: Read<Of, OwnCredentials> = {
  name: 'account.own',
  *run(tx, of) {
    const row = yield* mustOwn(of);
    return {
      user: toUser(row),
      usernameFolded: row.username_folded ?? '',
      passwordHash: row.password_hash,
      nameChangedAt: row.name_changed_at,
      provenAt: row.proven_at,
      now: tx.now,
    };
  },
};

interface Rules {
  readonly freshMs: number;
  readonly usernameMs: number;
}

/** For a settings screen. */
export const readAccount: Read<Of & Rules, Account> = {
  name: 'account.get',
  *run(tx, { freshMs, usernameMs, ...of }) {
    const row = yield* mustOwn(of);
    const freshUntil = row.proven_at + freshMs;
    const usernameAfter = row.name_changed_at + usernameMs;
    const account = yield* toAccount(tx, row);
    if (freshUntil > tx.now) account.freshUntil = timestampFromMs(freshUntil);
    if (usernameAfter > tx.now) account.usernameAfter = timestampFromMs(usernameAfter);
    return account;
  },
};

/** Without what concerns a device. */
export const readAccountOf: Read<{ user: UserId }, Account> = {
  name: 'account.of',
  *run(tx, { user }) {
    const row = yield* first(selectUser, { user: userKey(user) });
    if (row === undefined) throw new OperationError('UNKNOWN');
    return yield* toAccount(tx, row);
  },
};

function* toAccount(tx: Transaction, row: UserRow): Steps<Account> {
  const profile = toUser(row);
  const user = formatId('usr', row.id);
  const held = yield* readExport(tx.now, user);
  return create(AccountSchema, {
    user: profile,
    createdAt: timestampFromMs(row.created_at),
    totp: (yield* findTotp.run(tx, { user })) !== undefined,
    recoveryCodesLeft: yield* countRecoveryCodes(user),
    passkeys: yield* countPasskeys(user),
    email: (yield* readEmail(user))?.address ?? '',
    emailToVerify: yield* readPending(tx, user),
    ...(held !== undefined && { export: held }),
  });
}

interface Proof extends Of {
  /** With a passkey, whose use is noted too. */
  readonly signed: Parameters<typeof usePasskey>[1] | undefined;
}

/** Notes that the device's user has proved to be that user. */
export const proveDevice: Write<Proof, { provenAt: number }> = {
  name: 'account.prove',
  locks: () => ({}),
  *run(tx, { user, device, signed }) {
    if (signed !== undefined) yield* usePasskey(tx.now, signed);
    const params = { user: userKey(user), device: deviceKey(device), now: tx.now };
    if ((yield* run(updateProven, params)) === 0) throw new OperationError('UNKNOWN');
    return { provenAt: tx.now };
  },
};

function* readPending(tx: Transaction, user: UserId): Steps<string> {
  const data = yield* findChallenge.run(tx, { user, kind: 'email' });
  return data === undefined ? '' : (JSON.parse(data) as { address: string }).address;
}

function* mustOwn({ user, device }: Of): Steps<OwnRow> {
  const row = yield* first(selectOwn, { user: userKey(user), device: deviceKey(device) });
  if (row === undefined) throw new OperationError('UNKNOWN');
  return row;
}
