// Who is subscribed for notifications. A subscription belongs to one login of one device: it counts while that login lives,
// and no longer, wherever and however the login ends.
import { create } from '@bufbuild/protobuf';
import {
  OperationError,
  PushSubscriptionSchema,
  selfOf,
  type DeviceId,
  type PushSubscription,
  type UserId,
} from '@hubbub/protocol';
import { sql, type Kysely } from 'kysely';
import { lockHead } from './conversation-store.ts';
import { deviceKey } from './device-store.ts';
import type { Database } from './schema.ts';
import type { PushSubscriptionTable } from './schema-push.ts';
import { all, first, run, statement, systemStatement, type Read, type Write } from './statement.ts';
import { userKey } from './stream.ts';

type Row = Omit<PushSubscriptionTable, 'app'>;

const insertSubscription = statement<Row, unknown>((db, p) =>
  db.insertInto('push_subscription').values({
    app: p.app,
    device: p.device,
    user: p.user,
    login: p.login,
    endpoint: p.endpoint,
    p256dh: p.p256dh,
    auth: p.auth,
    hide_text: p.hide_text,
    no_contacts: p.no_contacts,
    no_moments: p.no_moments,
    language: p.language,
    created_at: p.created_at,
  }),
);

type Ids = { device: number; user: number };

const selectLogin = statement<Ids, { token_hash: string | null }>((db, p) =>
  db
    .selectFrom('device')
    .where('app', '=', p.app)
    .where('id', '=', p.device)
    .where('user', '=', p.user)
    .select('token_hash'),
);

const deleteOfDevice = statement<{ device: number }, unknown>((db, p) =>
  db.deleteFrom('push_subscription').where('app', '=', p.app).where('device', '=', p.device),
);

const deleteOfEndpoint = statement<{ endpoint: string }, unknown>((db, p) =>
  db.deleteFrom('push_subscription').where('app', '=', p.app).where('endpoint', '=', p.endpoint),
);

/** What a user leaves, in this order: what its devices are owed, and their subscriptions. */
export const pushOfUser = [
  statement<{ user: number }, unknown>((db, p) =>
    db
      .deleteFrom('push_owed')
      .where('app', '=', p.app)
      .where('device', 'in', (e) =>
        e
          .selectFrom('push_subscription')
          .where('app', '=', p.app)
          .where('user', '=', p.user)
          .select('device'),
      ),
  ),
  statement<{ user: number }, unknown>((db, p) =>
    db.deleteFrom('push_subscription').where('app', '=', p.app).where('user', '=', p.user),
  ),
];

export const setPushState = statement<{ stream: number; place: number }, unknown>((db, p) =>
  db
    .insertInto('push_state')
    .values({ app: p.app, stream: p.stream, place: p.place })
    .onConflict((conflict) => conflict.columns(['app', 'stream']).doUpdateSet({ place: p.place })),
);

type OfDevice = { device: number; now: number };

const selectOfDevice = statement<OfDevice, PushSubscriptionTable>((db, p) =>
  livePush(db, p.now).where('s.app', '=', p.app).where('s.device', '=', p.device).selectAll('s'),
);

/** Subscriptions that count, as `s`; `d` is the device, `u` its user. */
export function livePush(db: Kysely<Database>, now: number) {
  return db
    .selectFrom('push_subscription as s')
    .innerJoin('device as d', (join) =>
      join
        .onRef('d.app', '=', 's.app')
        .onRef('d.id', '=', 's.device')
        .onRef('d.token_hash', '=', 's.login'),
    )
    .innerJoin('user as u', (join) =>
      join.onRef('u.app', '=', 'd.app').onRef('u.id', '=', 'd.user'),
    )
    .where('d.expires_at', '>', now)
    .where((e) => e(e('d.last_seen_at', '+', e.ref('d.idle_ms')), '>', now))
    .where('u.deleted', '=', 0)
    .where('u.disabled_at', '=', 0);
}

interface Subscribing {
  readonly user: UserId;
  readonly device: DeviceId;
  readonly subscription: PushSubscription;
}

/** The device has one; an endpoint that another device of the app had is this one's now. */
export const subscribePush: Write<Subscribing, void> = {
  name: 'push.subscribe',
  locks: ({ user }) => ({ users: [user] }),
  *run({ now }, { user, device, subscription }) {
    const { endpoint, p256dh, auth, language } = subscription;
    const ids = { device: deviceKey(device), user: userKey(user) };
    const login = (yield* first(selectLogin, ids))?.token_hash ?? undefined;
    // Ended at this very moment.
    if (login === undefined) throw new OperationError('UNKNOWN');
    yield* run(deleteOfDevice, { device: ids.device });
    yield* run(deleteOfEndpoint, { endpoint });
    yield* run(insertSubscription, {
      ...ids,
      login,
      endpoint,
      p256dh,
      auth,
      language,
      hide_text: Number(subscription.hideText),
      no_contacts: Number(subscription.noContacts),
      no_moments: Number(subscription.noMoments),
      created_at: now,
    });
    // What came before is not told.
    const { version } = yield* lockHead(selfOf(user));
    yield* run(setPushState, { stream: ids.user, place: version });
  },
};

export const unsubscribePush: Write<{ device: DeviceId }, void> = {
  name: 'push.unsubscribe',
  locks: () => ({}),
  *run(_tx, { device }) {
    yield* run(deleteOfDevice, { device: deviceKey(device) });
  },
};

/** The push service does not know it any more; one that was made meanwhile stays. */
export const endPush: Write<{ endpoint: string }, void> = {
  name: 'push.end',
  locks: () => ({}),
  *run(_tx, { endpoint }) {
    yield* run(deleteOfEndpoint, { endpoint });
  },
};

/** Without its keys, which are nobody's business but the sender's. */
export const getPush: Read<{ device: DeviceId }, PushSubscription | undefined> = {
  name: 'push.get',
  *run({ now }, { device }) {
    const row = yield* first(selectOfDevice, { device: deviceKey(device), now });
    if (row === undefined) return undefined;
    return create(PushSubscriptionSchema, {
      endpoint: row.endpoint,
      hideText: row.hide_text === 1,
      noContacts: row.no_contacts === 1,
      noMoments: row.no_moments === 1,
      language: row.language,
    });
  },
};

/** The whole row, for sending; undefined unless it counts. */
export function* readPush(device: number, now: number) {
  return yield* first(selectOfDevice, { device, now });
}

const selectApps = systemStatement<object, { name: string }>((db) =>
  db
    .selectFrom('app as a')
    .where('a.suspended', '=', 0)
    .where((e) =>
      e.exists(
        e.selectFrom('push_subscription as s').whereRef('s.app', '=', 'a.id').select('s.device'),
      ),
    )
    .select('a.name'),
);

/** The apps in which anybody is subscribed at all. */
export const appsWithPush: Read<object, readonly string[]> = {
  name: 'push.apps',
  *run() {
    return (yield* all(selectApps, {})).map(({ name }) => name);
  },
};

const deleteDead = systemStatement<{ now: number }, unknown>((db, p) =>
  db
    .deleteFrom('push_subscription as dead')
    .where((e) =>
      e.not(
        e.exists(
          livePush(db, p.now)
            .where('s.app', '=', sql.ref<number>('dead.app'))
            .where('s.device', '=', sql.ref<number>('dead.device'))
            .select('s.device'),
        ),
      ),
    ),
);

/** Takes away those whose login has ended. */
export const sweepPush: Write<object, void> = {
  name: 'push.sweep',
  locks: () => ({}),
  *run({ now }) {
    yield* run(deleteDead, { now });
  },
};

const insertSecret = systemStatement<{ name: string; value: string }, unknown>((db, p) =>
  db
    .insertInto('secret')
    .values({ name: p.name, value: p.value })
    .onConflict((conflict) => conflict.columns(['name']).doNothing()),
);

const selectSecret = systemStatement<{ name: string }, { value: string }>((db, p) =>
  db.selectFrom('secret').where('name', '=', p.name).select('value'),
);

/** What is kept under this name; `value` is kept where there is nothing yet, so that all nodes have the same. */
export const keepSecret: Write<{ name: string; value: string }, string> = {
  name: 'secret.keep',
  locks: () => ({}),
  *run(_tx, { name, value }) {
    yield* run(insertSecret, { name, value });
    return (yield* first(selectSecret, { name }))?.value ?? value;
  },
};
