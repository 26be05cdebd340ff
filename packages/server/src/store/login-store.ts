// From a token or a device to the login behind it. A token looks across apps: it is what says which app the caller is in.
import {
  formatId,
  OperationError,
  type AppId,
  type Device,
  type DeviceId,
  type User,
} from '@hubbub/protocol';
import type { Kysely } from 'kysely';
import { refuseReplaced, replacedAmong } from './device-policy-store.ts';
import { deviceKey, toDevice } from './device-store.ts';
import type { Database } from './schema.ts';
import { numbersIn, profileColumns, toUser, type ProfileRow } from './user-store.ts';
import {
  all,
  first,
  run,
  statement,
  systemStatement,
  type Read,
  type Steps,
  type Write,
} from './statement.ts';

/** How seldom the use of a device is written down. */
const touchAfterMs = 5 * 60_000;

/** A login that was live when it was looked up. */
export interface FoundLogin {
  readonly app: AppId;
  readonly user: User;
  readonly device: Device;
  /** Its use was noted so long ago that it should be noted again. */
  readonly isTouchDue: boolean;
}

interface LoginRow extends ProfileRow {
  readonly app_name: string;
  readonly device_id: number;
  readonly device_name: string;
  readonly device_class: number;
  readonly device_created_at: number;
  readonly last_seen_at: number;
}

const selectByToken = systemStatement<{ tokenHash: string; now: number }, LoginRow>((db, p) =>
  liveLogins(db, p.now).where('device.token_hash', '=', p.tokenHash),
);

// A disabled user's rows stay until it is enabled, so that its clients are told why they are out.
const selectDisabled = systemStatement<{ tokenHash: string }, { device_id: number }>((db, p) =>
  db
    .selectFrom('device')
    .innerJoin('user', (join) =>
      join.onRef('user.app', '=', 'device.app').onRef('user.id', '=', 'device.user'),
    )
    .where('device.token_hash', '=', p.tokenHash)
    .where('user.disabled_at', '>', 0)
    .select('device.id as device_id'),
);

type OfDevice = { ofApp: number; device: number; now: number };

const selectByDevice = systemStatement<OfDevice, LoginRow>((db, p) =>
  liveLogins(db, p.now)
    .where('device.app', '=', p.ofApp)
    .where('device.id', '=', p.device)
    .where('device.token_hash', 'is not', null),
);

type EndRow = { replaced_at: number; disabled_at: number };

const selectEnd = systemStatement<{ ofApp: number; device: number }, EndRow>((db, p) =>
  db
    .selectFrom('device')
    .innerJoin('user', (join) =>
      join.onRef('user.app', '=', 'device.app').onRef('user.id', '=', 'device.user'),
    )
    .where('device.app', '=', p.ofApp)
    .where('device.id', '=', p.device)
    .select(['device.replaced_at', 'user.disabled_at']),
);

const selectLive = statement<{ ids: string; now: number }, { device_id: number }>((db, p, engine) =>
  liveLogins(db, p.now)
    .where('device.app', '=', p.app)
    .where('device.id', 'in', numbersIn(p.ids, engine))
    .where('device.token_hash', 'is not', null),
);

const touch = statement<{ ids: string; now: number; before: number }, unknown>((db, p, engine) =>
  db
    .updateTable('device')
    .set({ last_seen_at: p.now })
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine))
    .where('last_seen_at', '<', p.before),
);

/** The live login with this token. Throws DISABLED for one of a user who is, REPLACED for one that ended by another. */
export const findLogin: Read<{ tokenHash: string }, FoundLogin | undefined> = {
  name: 'login.byToken',
  *run(tx, { tokenHash }) {
    const row = yield* first(selectByToken, { tokenHash, now: tx.now });
    if (row !== undefined) return toLogin(row, tx.now);
    if ((yield* first(selectDisabled, { tokenHash })) !== undefined)
      throw new OperationError('DISABLED');
    yield* refuseReplaced(tokenHash);
    return undefined;
  },
};

/** The live login of a device, whatever app it is in. */
export function* loginOfDevice(
  now: number,
  args: { readonly app: number; readonly device: number },
): Steps<FoundLogin | undefined> {
  const row = yield* first(selectByDevice, { ofApp: args.app, device: args.device, now });
  return row && toLogin(row, now);
}

/** The live login of a device of this app. */
export const findDevice: Read<{ device: DeviceId }, FoundLogin | undefined> = {
  name: 'login.ofDevice',
  *run(tx, { device }) {
    return yield* loginOfDevice(tx.now, { app: tx.app, device: deviceKey(device) });
  },
};

/** Those of these devices whose login is still live. */
export const liveDevices: Read<{ devices: readonly DeviceId[] }, DeviceId[]> = {
  name: 'login.live',
  *run(tx, { devices }) {
    const rows = yield* all(selectLive, { ids: keysOf(devices), now: tx.now });
    return rows.map((row) => formatId('dev', row.device_id));
  },
};

/** Why a login is over: DISABLED, REPLACED where one on another device has ended it, else TOKEN. */
export type LoginEnd = 'DISABLED' | 'REPLACED' | 'TOKEN';

/** Of a device that has no live login, whatever app it is in. */
export function* endOfLogin(args: {
  readonly app: number;
  readonly device: number;
}): Steps<LoginEnd> {
  const row = yield* first(selectEnd, { ofApp: args.app, device: args.device });
  if (row === undefined) return 'TOKEN';
  if (row.disabled_at > 0) return 'DISABLED';
  return row.replaced_at > 0 ? 'REPLACED' : 'TOKEN';
}

/** Throws why, unless the device's login is live. */
export const requireLogin: Read<{ device: DeviceId }, FoundLogin> = {
  name: 'login.require',
  *run(tx, { device }) {
    const login = yield* findDevice.run(tx, { device });
    if (login !== undefined) return login;
    throw new OperationError(yield* endOfLogin({ app: tx.app, device: deviceKey(device) }));
  },
};

/** Those of these devices that a log-in on another has ended. */
export const replacedDevices: Read<{ devices: readonly DeviceId[] }, DeviceId[]> = {
  name: 'login.replaced',
  *run(_tx, { devices }) {
    return yield* replacedAmong(devices.map(deviceKey));
  },
};

/** Notes that devices are in use, at most every five minutes for each. */
export const touchDevices: Write<{ devices: readonly DeviceId[] }, void> = {
  name: 'login.touch',
  locks: () => ({}),
  *run(tx, { devices }) {
    yield* run(touch, { ids: keysOf(devices), now: tx.now, before: tx.now - touchAfterMs });
  },
};

/** Devices whose time is not over, of users who are in. One without a token is logged out all the same. */
export function liveDevicesOf(db: Kysely<Database>, now: number) {
  return db
    .selectFrom('device')
    .innerJoin('user', (join) =>
      join.onRef('user.app', '=', 'device.app').onRef('user.id', '=', 'device.user'),
    )
    .where('device.expires_at', '>', now)
    .where((eb) => eb(eb('device.last_seen_at', '+', eb.ref('device.idle_ms')), '>', now))
    .where('user.deleted', '=', 0)
    .where('user.disabled_at', '=', 0);
}

function liveLogins(db: Kysely<Database>, now: number) {
  return liveDevicesOf(db, now)
    .innerJoin('app', 'app.id', 'device.app')
    .select(profileColumns)
    .select([
      'app.name as app_name',
      'device.id as device_id',
      'device.name as device_name',
      'device.class as device_class',
      'device.created_at as device_created_at',
      'device.last_seen_at',
    ]);
}

function toLogin(row: LoginRow, now: number): FoundLogin {
  return {
    app: row.app_name as AppId,
    user: toUser(row),
    device: toDevice({
      id: row.device_id,
      name: row.device_name,
      class: row.device_class,
      created_at: row.device_created_at,
      last_seen_at: row.last_seen_at,
    }),
    isTouchDue: now - row.last_seen_at > touchAfterMs,
  };
}

function keysOf(devices: readonly DeviceId[]): string {
  return JSON.stringify(devices.map(deviceKey));
}
