// Guests: users without a username and a password. One device is all there is of such a login, so a guest nobody is logged
// in as any more can never come back.
import {
  OperationError,
  formatId,
  userId,
  type AppId,
  type DeviceId,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { openAccount, requireRoomForAccount } from './account-store.ts';
import { loggedIn, loginEvents, openDevice, type NewDevice, type Opened } from './device-store.ts';
import { requireNotHeld } from './held-name-store.ts';
import { endOtherDevices } from './password-store.ts';
import { all, run, statement, systemStatement, type Read, type Write } from './statement.ts';
import { userKey } from './stream.ts';
import { created, getProfiles } from './user-store.ts';

type Claimed = { user: number; username: string; usernameFolded: string; passwordHash: string };

const claimUser = statement<Claimed, unknown>((db, p) =>
  db
    .updateTable('user')
    .set((e) => ({
      username: p.username,
      username_folded: p.usernameFolded,
      password_hash: p.passwordHash,
      guest: 0,
      counter: e('counter', '+', 1),
    }))
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .where('guest', '=', 1)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('user as other')
            .where('other.app', '=', p.app)
            .where('other.username_folded', '=', p.usernameFolded)
            .select('other.id'),
        ),
      ),
    ),
);

/** In the order in which they were made. */
export interface GuestPlace {
  readonly at: number;
  readonly of: number;
  readonly id: number;
}

interface UnusedRow extends GuestPlace {
  readonly app: string;
}

type Unused = { now: number; before: number; at: number; of: number; id: number; limit: number };

const selectUnused = systemStatement<Unused, UnusedRow>((db, p) =>
  db
    .selectFrom('user as u')
    .innerJoin('app as a', 'a.id', 'u.app')
    .where('u.guest', '=', sql.lit(1))
    .where('u.created_at', '<', p.before)
    .where(sql<boolean>`(u.created_at, u.app, u.id) > (${p.at}, ${p.of}, ${p.id})`)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('device as d')
            .whereRef('d.app', '=', 'u.app')
            .whereRef('d.user', '=', 'u.id')
            .where('d.token_hash', 'is not', null)
            .where('d.expires_at', '>', p.now)
            .where((f) => f(f('d.last_seen_at', '+', f.ref('d.idle_ms')), '>', p.now))
            .select('d.id'),
        ),
      ),
    )
    .select(['a.name as app', 'u.created_at as at', 'u.app as of', 'u.id'])
    .orderBy('u.created_at')
    .orderBy('u.app')
    .orderBy('u.id')
    .limit(p.limit),
);

interface NewGuest {
  readonly user: UserId;
  readonly displayName: string;
  readonly device: NewDevice;
  /** How many accounts the app may have; 0: any number. */
  readonly mostUsers: number;
}

export const enterGuest: Write<NewGuest, { user: User; device: DeviceId }> = {
  name: 'account.guest',
  locks: () => ({}),
  *run(tx, { user, displayName, device, mostUsers }) {
    yield* requireRoomForAccount(mostUsers);
    return yield* openAccount(tx.now, { user, displayName, device, names: undefined });
  },
  events: (_args, { user, device }) => [created(user), loggedIn(userId(user.id), device)],
};

interface Claim {
  readonly user: UserId;
  readonly username: string;
  readonly usernameFolded: string;
  readonly passwordHash: string;
  readonly device: NewDevice;
}

interface ClaimedGuest extends Opened {
  readonly user: User;
}

/** The same id, now with a name. UNKNOWN for who is no guest, TAKEN as for a sign-up. Its devices of before end. */
export const claimGuest: Write<Claim, ClaimedGuest> = {
  name: 'account.claim',
  locks: () => ({}),
  *run(tx, { user: id, device, ...names }) {
    const user = userKey(id);
    const [before] = yield* getProfiles.run(tx, { users: [id] });
    if (before?.guest !== true) throw new OperationError('UNKNOWN');
    yield* requireNotHeld({ usernameFolded: names.usernameFolded, user, now: tx.now });
    if ((yield* run(claimUser, { user, ...names })) === 0) throw new OperationError('TAKEN');
    const ended = yield* endOtherDevices(id, undefined);
    const opened = yield* openDevice(tx.now, { user, device, most: 1 });
    const [profile] = yield* getProfiles.run(tx, { users: [id] });
    if (profile === undefined) throw new OperationError('UNKNOWN');
    return { user: profile, ...opened, ended };
  },
  events: ({ user }, login) => loginEvents(user, login),
};

export interface UnusedPage {
  readonly guests: readonly { readonly app: AppId; readonly user: UserId }[];
  readonly next: GuestPlace | undefined;
}

/** The next guests nobody can log in as any more. */
export const findUnusedGuests: Read<GuestPlace & { before: number; limit: number }, UnusedPage> = {
  name: 'account.unusedGuests',
  *run({ now }, args) {
    const rows = yield* all(selectUnused, { ...args, now });
    const guests = rows.map(({ app, id }) => ({ app: app as AppId, user: formatId('usr', id) }));
    return { guests, next: rows.length === args.limit ? rows.at(-1) : undefined };
  },
};
