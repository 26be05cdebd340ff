// Which devices of one user may be logged in beside each other: a setting of the app that every log-in keeps to. What is ended
// for it keeps its row and, apart, the hash of its token, so that whoever still holds the token is told why it is of no use.
import { fromBinary } from '@bufbuild/protobuf';
import {
  AppSettingsSchema,
  DeviceDescription_Class as Class,
  AppSettings_Devices,
  formatId,
  OperationError,
  type AppId,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { all, first, run, statement, systemStatement, type Read, type Steps } from './statement.ts';
import { numbersIn } from './user-store.ts';

const selectSettings = statement<object, { settings: Uint8Array | null }>((db, p) =>
  db.selectFrom('app').where('id', '=', p.app).select('settings'),
);

type Others = { user: number; except: number; classes: string; now: number };

const replaceDevices = statement<Others, { id: number }>((db, p, engine) =>
  db
    .updateTable('device')
    .set((e) => ({ token_hash: null, replaced_hash: e.ref('token_hash'), replaced_at: p.now }))
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('id', '<>', p.except)
    .where('token_hash', 'is not', null)
    .where('class', 'in', numbersIn(p.classes, engine))
    .returning('id'),
);

const clearReplaced = statement<{ user: number; id: number }, unknown>((db, p) =>
  db
    .updateTable('device')
    .set({ replaced_hash: null, replaced_at: 0 })
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('id', '=', p.id)
    .where('replaced_at', '>', 0),
);

const selectByHash = systemStatement<{ tokenHash: string }, { id: number }>((db, p) =>
  db.selectFrom('device').where('replaced_hash', '=', p.tokenHash).select('id'),
);

type Since = { name: string; user: number; id: number };

const selectSince = systemStatement<{ since: number }, Since>((db, p) =>
  db
    .selectFrom('device as d')
    .innerJoin('app as a', 'a.id', 'd.app')
    .where('d.replaced_at', '>', sql.lit(0))
    .where('d.replaced_at', '>=', p.since)
    .select(['a.name', 'd.user', 'd.id']),
);

const selectReplaced = statement<{ ids: string }, { id: number }>((db, p, engine) =>
  db
    .selectFrom('device')
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine))
    .where('replaced_at', '>', 0)
    .select('id'),
);

type Keyed = { user: number; key: string; since: number };

const selectReplacedSince = statement<Keyed, { id: number }>((db, p) =>
  db
    .selectFrom('device')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('key', '=', p.key)
    .where('replaced_at', '>=', p.since)
    .select('id'),
);

interface Entering {
  readonly user: number;
  readonly device: number;
  readonly class: Class;
}

/**
 * Within a log-in that holds the user's row, so that of two at one moment one comes first: ends the logins that may not be
 * beside this one. @returns whose they were
 */
export function* replaceOthers(now: number, entering: Entering): Steps<DeviceId[]> {
  const { user, device } = entering;
  yield* run(clearReplaced, { user, id: device });
  const classes = besides(yield* readPolicy(), entering.class);
  if (classes.length === 0) return [];
  const others = { user, except: device, classes: JSON.stringify(classes), now };
  const rows = yield* all(replaceDevices, others);
  return rows.map(({ id }) => formatId('dev', id));
}

/** Throws REPLACED for a token whose login a log-in on another device has ended. */
export function* refuseReplaced(tokenHash: string): Steps<void> {
  if ((yield* first(selectByHash, { tokenHash })) !== undefined)
    throw new OperationError('REPLACED');
}

/** Those of these devices that have lost their login to another. */
export function* replacedAmong(ids: readonly number[]): Steps<DeviceId[]> {
  const rows = yield* all(selectReplaced, { ids: JSON.stringify(ids) });
  return rows.map(({ id }) => formatId('dev', id));
}

interface Returning {
  readonly user: number;
  readonly key: string | null;
  /** When what it logs in with was made; undefined where nobody said. */
  readonly issuedAt: number | undefined;
}

/**
 * For what a client may show again and again by itself: it does not bring a device back that lost its login since it was made.
 * Throws REPLACED.
 */
export function* refuseReturning({ user, key, issuedAt }: Returning): Steps<void> {
  if (key === null || issuedAt === undefined) return;
  const found = yield* first(selectReplacedSince, { user, key, since: Math.max(1, issuedAt) });
  if (found !== undefined) throw new OperationError('REPLACED');
}

/** Whose login another ended since then, wherever: what was to be said of it may be lost. */
export const lastReplaced: Read<{ since: number }, readonly LostLogin[]> = {
  name: 'device.lastReplaced',
  *run(_tx, { since }) {
    const rows = yield* all(selectSince, { since });
    return rows.map(({ name, user, id }) => ({
      app: name as AppId,
      user: formatId('usr', user),
      device: formatId('dev', id),
    }));
  },
};

interface LostLogin {
  readonly app: AppId;
  readonly user: UserId;
  readonly device: DeviceId;
}

function* readPolicy(): Steps<AppSettings_Devices> {
  const settings = (yield* first(selectSettings, {}))?.settings;
  return settings ? fromBinary(AppSettingsSchema, settings).devices : AppSettings_Devices.ALL;
}

const allClasses = Object.values(Class).filter((one) => typeof one === 'number');
/** Who does not say what it is. */
const others: readonly Class[] = [Class.UNSPECIFIED, Class.OTHER];

/** The classes of which no other device may be logged in. */
function besides(policy: AppSettings_Devices, entering: Class): readonly Class[] {
  if (policy === AppSettings_Devices.NEWEST) return allClasses;
  if (policy !== AppSettings_Devices.ONE_PER_CLASS) return [];
  return others.includes(entering) ? others : [entering];
}
