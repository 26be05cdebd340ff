// What is owed to devices over push services, on its way there: a worker leases rows as the outbox's does, several at once,
// and what was told, or needs not be, goes.
import {
  formatId,
  type AppId,
  type ConversationId,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import { deviceKey } from './device-store.ts';
import { graceMs } from './push-owed-store.ts';
import { all, first, run, statement, systemStatement, type Read, type Write } from './statement.ts';
import { conversationKey } from './stream.ts';

export interface OwedPush {
  readonly app: AppId;
  readonly device: DeviceId;
  readonly user: UserId;
  readonly stream: ConversationId;
  readonly after: number;
  readonly place: number;
  readonly attempts: number;
}

interface OwedRow {
  readonly of: number;
  readonly app: string;
  readonly device: number;
  readonly user: number;
  readonly stream: number;
  readonly after: number;
  readonly place: number;
  readonly attempts: number;
}

const selectAnyDue = systemStatement<{ now: number }, { device: number }>((db, p) =>
  db
    .selectFrom('push_owed')
    .where('due_at', '<=', p.now)
    .where('lease_until', '<=', p.now)
    .select('device')
    .limit(1),
);

const selectDue = systemStatement<{ now: number; limit: number }, OwedRow>((db, p, engine) => {
  const query = db
    .selectFrom('push_owed as o')
    .innerJoin('app as a', 'a.id', 'o.app')
    .where('o.due_at', '<=', p.now)
    .where('o.lease_until', '<=', p.now)
    .orderBy('o.due_at')
    .limit(p.limit)
    .select(['o.app as of', 'a.name as app', 'o.device', 'o.user', 'o.stream'])
    .select(['o.after', 'o.place', 'o.attempts']);
  return engine === 'postgres' ? query.forUpdate('o').skipLocked() : query;
});

type Lease = { of: number; device: number; stream: number; until: number; token: string };

const leaseOwed = systemStatement<Lease, unknown>((db, p) =>
  db
    .updateTable('push_owed')
    .set((e) => ({
      lease_until: p.until,
      lease_token: p.token,
      attempts: e('attempts', '+', 1),
    }))
    .where('app', '=', p.of)
    .where('device', '=', p.device)
    .where('stream', '=', p.stream),
);

type Held = { device: number; stream: number; token: string };

const deleteOwed = statement<Held & { place: number }, unknown>((db, p) =>
  db
    .deleteFrom('push_owed')
    .where('app', '=', p.app)
    .where('device', '=', p.device)
    .where('stream', '=', p.stream)
    .where('lease_token', '=', p.token)
    .where('place', '=', p.place),
);

const advanceOwed = statement<Held & { after: number; dueAt: number }, unknown>((db, p) =>
  db
    .updateTable('push_owed')
    .set({ after: p.after, due_at: p.dueAt, attempts: 0, lease_until: 0, lease_token: '' })
    .where('app', '=', p.app)
    .where('device', '=', p.device)
    .where('stream', '=', p.stream)
    .where('lease_token', '=', p.token),
);

const delayOwed = statement<Held & { dueAt: number }, unknown>((db, p) =>
  db
    .updateTable('push_owed')
    .set({ due_at: p.dueAt, lease_until: 0, lease_token: '' })
    .where('app', '=', p.app)
    .where('device', '=', p.device)
    .where('stream', '=', p.stream)
    .where('lease_token', '=', p.token),
);

export const hasDuePush: Read<object, boolean> = {
  name: 'push.hasDue',
  *run({ now }) {
    return (yield* first(selectAnyDue, { now })) !== undefined;
  },
};

/** Leases what is due, whatever app it belongs to. */
export const claimPush: Write<{ token: string; leaseMs: number; limit: number }, OwedPush[]> = {
  name: 'push.claim',
  locks: () => ({}),
  *run({ now }, { token, leaseMs, limit }) {
    const rows = yield* all(selectDue, { now, limit });
    for (const { of, device, stream } of rows)
      yield* run(leaseOwed, { of, device, stream, until: now + leaseMs, token });
    return rows.map(({ app, device, user, stream, after, place, attempts }) => ({
      app: app as AppId,
      device: formatId('dev', device),
      user: formatId('usr', user),
      stream: formatId('cnv', stream),
      after,
      place,
      attempts: attempts + 1,
    }));
  },
};

interface Settling {
  readonly owed: OwedPush;
  readonly token: string;
}

/** It was told, or needs not be; what came meanwhile is still owed. Nothing happens when the lease was lost. */
export const finishPush: Write<Settling, void> = {
  name: 'push.finish',
  locks: () => ({}),
  *run({ now }, { owed, token }) {
    const held = { ...keysOf(owed), token };
    if ((yield* run(deleteOwed, { ...held, place: owed.place })) > 0) return;
    yield* run(advanceOwed, { ...held, after: owed.place, dueAt: now + graceMs });
  },
};

/** The push service could not take it now. */
export const delayPush: Write<Settling & { delayMs: number }, void> = {
  name: 'push.delay',
  locks: () => ({}),
  *run({ now }, { owed, token, delayMs }) {
    yield* run(delayOwed, { ...keysOf(owed), token, dueAt: now + delayMs });
  },
};

function keysOf({ device, stream }: OwedPush) {
  return { device: deviceKey(device), stream: conversationKey(stream) };
}
