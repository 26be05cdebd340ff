// Devices: one row is one installation of a client and its login. Tokens are here only as their SHA-256.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  DeviceSchema,
  formatId,
  LogEvent_Kind,
  OperationError,
  parseId,
  Reason_Code,
  type Device,
  type DeviceDescription_Class,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import { replaceOthers } from './device-policy-store.ts';
import {
  all,
  first,
  run,
  statement,
  type NewEvent,
  type Read,
  type Steps,
  type Write,
} from './statement.ts';
import { userKey } from './stream.ts';
import { disabledSince, numbersIn } from './user-store.ts';

/** What a login makes of a device. */
export interface NewDevice {
  /** Taken unless the user has a device with this key already. */
  readonly device: DeviceId;
  readonly key: string | null;
  readonly name: string;
  readonly class: DeviceDescription_Class;
  /** SHA-256 of the token, in hex. */
  readonly tokenHash: string;
  /** The login ends this long after it was made, however much it is used. */
  readonly absoluteMs: number;
  /** And when it is not used for this long. */
  readonly idleMs: number;
}

interface DeviceRow {
  readonly id: number;
  readonly name: string;
  readonly class: number;
  readonly created_at: number;
  readonly last_seen_at: number;
}

interface OpenParams {
  id: number;
  user: number;
  key: string | null;
  name: string;
  class: number;
  tokenHash: string;
  now: number;
  expiresAt: number;
  idleMs: number;
}

const upsertDevice = statement<OpenParams, { id: number }>((db, p) =>
  db
    .insertInto('device')
    .values({
      app: p.app,
      id: p.id,
      user: p.user,
      key: p.key,
      name: p.name,
      class: p.class,
      token_hash: p.tokenHash,
      created_at: p.now,
      last_seen_at: p.now,
      expires_at: p.expiresAt,
      idle_ms: p.idleMs,
      proven_at: p.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['app', 'user', 'key'])
        .where('key', 'is not', null)
        .doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          class: eb.ref('excluded.class'),
          token_hash: eb.ref('excluded.token_hash'),
          last_seen_at: eb.ref('excluded.last_seen_at'),
          expires_at: eb.ref('excluded.expires_at'),
          idle_ms: eb.ref('excluded.idle_ms'),
          proven_at: eb.ref('excluded.proven_at'),
        })),
    )
    .returning('id'),
);

const selectKeyed = statement<{ user: number; key: string }, { id: number }>((db, p) =>
  db
    .selectFrom('device')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('key', '=', p.key)
    .select('id'),
);

/** Logged-out rows go before live ones, and the longest unused first. */
const selectSurplus = statement<{ user: number; others: number; id: number }, { id: number }>(
  (db, p) =>
    db
      .selectFrom('device')
      .where('app', '=', p.app)
      .where('user', '=', p.user)
      .where('id', '<>', p.id)
      .select('id')
      .orderBy((eb) => eb.case().when('token_hash', 'is', null).then(1).else(0).end())
      .orderBy('last_seen_at', 'desc')
      .orderBy('id')
      .limit(100)
      .offset(p.others),
);

const deleteDevices = statement<{ user: number; ids: string }, unknown>((db, p, engine) =>
  db
    .deleteFrom('device')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('id', 'in', numbersIn(p.ids, engine)),
);

const selectDevices = statement<{ user: number; now: number }, DeviceRow>((db, p) =>
  db
    .selectFrom('device')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('token_hash', 'is not', null)
    .where('expires_at', '>', p.now)
    .where((eb) => eb(eb('last_seen_at', '+', eb.ref('idle_ms')), '>', p.now))
    .select(['id', 'name', 'class', 'created_at', 'last_seen_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id'),
);

const clearToken = statement<{ user: number; id: number }, unknown>((db, p) =>
  db
    .updateTable('device')
    .set({ token_hash: null })
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('id', '=', p.id),
);

const updateName = statement<{ user: number; id: number; name: string }, unknown>((db, p) =>
  db
    .updateTable('device')
    .set({ name: p.name })
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('id', '=', p.id)
    .where('token_hash', 'is not', null),
);

/** A device that was logged in, and those that were logged out for it. */
export interface Opened {
  readonly device: DeviceId;
  /** A user has no more than so many. */
  readonly ended: readonly DeviceId[];
  /** The app's policy does not let them be logged in beside it. */
  readonly replaced: readonly DeviceId[];
}

/**
 * Logs a user in on a device, inside a write: the row of its key if there is one, a new one otherwise. A user keeps at
 * most `most` devices, and those that the app's policy lets be. Throws DISABLED: there is no other way in.
 */
export function* openDevice(
  now: number,
  args: { readonly user: number; readonly device: NewDevice; readonly most: number },
): Steps<Opened> {
  const { user, device, most } = args;
  if ((yield* disabledSince(user)) > 0) throw new OperationError('DISABLED');
  const row = yield* first(upsertDevice, {
    id: deviceKey(device.device),
    user,
    key: device.key,
    name: device.name,
    class: device.class,
    tokenHash: device.tokenHash,
    now,
    expiresAt: now + device.absoluteMs,
    idleMs: device.idleMs,
  });
  if (row === undefined) throw new Error('an upsert returned no row');
  const replaced = yield* replaceOthers(now, { user, device: row.id, class: device.class });
  const surplus = yield* all(selectSurplus, { user, others: most - 1, id: row.id });
  const ids = surplus.map(({ id }) => id);
  if (ids.length > 0) yield* run(deleteDevices, { user, ids: JSON.stringify(ids) });
  return { device: formatId('dev', row.id), ended: ids.map((id) => formatId('dev', id)), replaced };
}

/** The user's device with this key, logged in or not. */
export const findKeyed: Read<{ user: UserId; key: string }, DeviceId | undefined> = {
  name: 'device.keyed',
  *run(_tx, { user, key }) {
    const row = yield* first(selectKeyed, { user: userKey(user), key });
    return row && formatId('dev', row.id);
  },
};

/** The user's live logins, newest first. */
export const listDevices: Read<{ user: UserId }, Device[]> = {
  name: 'device.list',
  *run(tx, { user }) {
    const rows = yield* all(selectDevices, { user: userKey(user), now: tx.now });
    return rows.map(toDevice);
  },
};

/** Ends the login of a device; the row stays, so that logging in again with its key is the same device. */
export const logOutDevice: Write<{ user: UserId; device: DeviceId }, void> = {
  name: 'device.logOut',
  locks: () => ({}),
  *run(_tx, { user, device }) {
    yield* run(clearToken, { user: userKey(user), id: deviceKey(device) });
  },
  events: ({ user, device }) => [loggedOut(user, device, Reason_Code.LEFT)],
};

/** UNKNOWN when the user has no such device. */
export const renameDevice: Write<{ user: UserId; device: DeviceId; name: string }, void> = {
  name: 'device.rename',
  locks: () => ({}),
  *run(_tx, { user, device, name }) {
    const changed = yield* run(updateName, { user: userKey(user), id: deviceKey(device), name });
    if (changed === 0) throw new OperationError('UNKNOWN');
  },
};

/** Forgets a device of this user, its key included. UNKNOWN when the user has no such device. */
export const revokeDevice: Write<{ user: UserId; device: DeviceId }, void> = {
  name: 'device.revoke',
  locks: () => ({}),
  *run(_tx, { user, device }) {
    const ids = JSON.stringify([deviceKey(device)]);
    const changed = yield* run(deleteDevices, { user: userKey(user), ids });
    if (changed === 0) throw new OperationError('UNKNOWN');
  },
  events: ({ user, device }) => [loggedOut(user, device, Reason_Code.REVOKED)],
};

type Owner = { user: number };

const deleteAny = statement<{ id: number }, Owner>((db, p) =>
  db.deleteFrom('device').where('app', '=', p.app).where('id', '=', p.id).returning('user'),
);

/** Forgets a device whosever it is. UNKNOWN when there is none. */
export const endDevice: Write<{ device: DeviceId }, { user: UserId }> = {
  name: 'user.endDevice',
  locks: () => ({}),
  *run(_tx, { device }) {
    const row = yield* first(deleteAny, { id: deviceKey(device) });
    if (row === undefined) throw new OperationError('UNKNOWN');
    return { user: formatId('usr', row.user) };
  },
  events: ({ device }, { user }) => [loggedOut(user, device, Reason_Code.KICKED)],
};

export function loggedIn(user: UserId, device: DeviceId): NewEvent {
  return { kind: LogEvent_Kind.DEVICE_LOGGED_IN, user, device };
}

/** Of a login for which others had to go. */
export function loginEvents(user: UserId, { device, ended, replaced }: Opened): NewEvent[] {
  const out = [...ended, ...replaced].map((one) => loggedOut(user, one, Reason_Code.REPLACED));
  return [loggedIn(user, device), ...out];
}

export function loggedOut(user: UserId, device: DeviceId, logout: Reason_Code): NewEvent {
  return { kind: LogEvent_Kind.DEVICE_LOGGED_OUT, user, device, logout };
}

export function toDevice(row: DeviceRow): Device {
  return create(DeviceSchema, {
    id: formatId('dev', row.id),
    name: row.name,
    class: row.class,
    createdAt: timestampFromMs(row.created_at),
    lastSeenAt: timestampFromMs(row.last_seen_at),
  });
}

/** The number behind an id. One that is malformed is answered like one that nobody has. */
export function deviceKey(id: DeviceId): number {
  const key = parseId('dev', id);
  if (key === undefined) throw new OperationError('UNKNOWN');
  return key;
}
