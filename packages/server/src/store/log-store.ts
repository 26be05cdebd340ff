// The event log: what happened in an app, for its backends. A row is written by the transaction of what it tells of, without a
// position; whoever holds the lease gives positions to rows that are committed, so no reader ever sees a later one before an
// earlier one (docs/adr/0008-event-log-positions.md).
import { fromBinary } from '@bufbuild/protobuf';
import { LogEventSchema, OperationError, type AppId, type LogEvent } from '@hubbub/protocol';
import { sql } from 'kysely';
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
import { numbersIn } from './user-store.ts';

interface NewRow {
  kind: number;
  conversation: number;
  version: number;
  now: number;
  event: Uint8Array;
}

const insertEvent = statement<NewRow, unknown>((db, p) =>
  db.insertInto('event_log').values({
    app: p.app,
    position: null,
    kind: p.kind,
    conversation: p.conversation,
    version: p.version,
    created_at: p.now,
    event: p.event,
  }),
);

type Lease = { name: string; token: string; until: number; now: number };

/** Ours already, or nobody's any more. */
const takeLease = systemStatement<Lease, { token: string }>((db, p) =>
  db
    .insertInto('lease')
    .values({ name: p.name, token: p.token, until: p.until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((eb) => ({ token: eb.ref('excluded.token'), until: eb.ref('excluded.until') }))
        .where((eb) => eb.or([eb('lease.token', '=', p.token), eb('lease.until', '<', p.now)])),
    )
    .returning('token'),
);

const dropLease = systemStatement<{ name: string; token: string }, unknown>((db, p) =>
  db.deleteFrom('lease').where('name', '=', p.name).where('token', '=', p.token),
);

// Locked until the commit: whoever takes the lease over waits for what its last holder still does.
const selectLease = systemStatement<{ name: string; token: string }, { until: number }>(
  (db, p, engine) => {
    const query = db
      .selectFrom('lease')
      .where('name', '=', p.name)
      .where('token', '=', p.token)
      .select('until');
    return engine === 'postgres' ? query.forUpdate() : query;
  },
);

const selectHolder = systemStatement<{ name: string }, { token: string; until: number }>((db, p) =>
  db.selectFrom('lease').where('name', '=', p.name).select(['token', 'until']),
);

type WaitingRow = { app: number; name: string };

const selectWaitingApps = systemStatement<object, WaitingRow>((db) =>
  db
    .selectFrom('app as a')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('event_log as e')
          .whereRef('e.app', '=', 'a.id')
          .where('e.position', 'is', null)
          .select('e.id'),
      ),
    )
    .select(['a.id as app', 'a.name']),
);

const selectWaiting = systemStatement<{ of: number; limit: number }, { id: number }>((db, p) =>
  db
    .selectFrom('event_log')
    .where('app', '=', p.of)
    .where('position', 'is', null)
    .orderBy('conversation')
    .orderBy('version')
    .orderBy('id')
    .select('id')
    .limit(p.limit),
);

// One statement for all of them: each row takes its place in the list.
const placeEvents = systemStatement<{ ids: string; base: number }, unknown>((_db, p, engine) =>
  engine === 'sqlite'
    ? sql`update event_log set position = ${p.base} + 1 + list.key from json_each(${p.ids}) as list
        where event_log.id = list.value`
    : sql`update event_log set position = ${p.base}::bigint + list.place
        from json_array_elements_text(${p.ids}::json) with ordinality as list(value, place)
        where event_log.id = list.value::bigint`,
);

const selectHead = systemStatement<{ of: number }, { head: number }>((db, p) =>
  db.selectFrom('log_head').where('app', '=', p.of).select('head'),
);

const writeHead = systemStatement<{ of: number; head: number }, unknown>((db, p) =>
  db
    .insertInto('log_head')
    .values({ app: p.of, head: p.head, floor: 0 })
    .onConflict((conflict) => conflict.column('app').doUpdateSet({ head: p.head })),
);

const writeFloor = systemStatement<{ of: number; floor: number }, unknown>((db, p) =>
  db.updateTable('log_head').set({ floor: p.floor }).where('app', '=', p.of),
);

const selectOwnHead = statement<object, { head: number; floor: number }>((db, p) =>
  db.selectFrom('log_head').where('app', '=', p.app).select(['head', 'floor']),
);

interface EventRow {
  readonly position: number;
  readonly event: Uint8Array;
}

const selectEvents = statement<{ after: number; limit: number }, EventRow>((db, p) =>
  db
    .selectFrom('event_log')
    .where('app', '=', p.app)
    .where('position', 'is not', null)
    .where('position', '>', p.after)
    .orderBy('position')
    .select(['position', 'event'])
    .limit(p.limit)
    .$narrowType<EventRow>(),
);

type Narrow = { after: number; limit: number; kinds: string };

const selectSome = statement<Narrow, EventRow>((db, p, engine) =>
  db
    .selectFrom('event_log')
    .where('app', '=', p.app)
    .where('position', 'is not', null)
    .where('position', '>', p.after)
    .where('kind', 'in', numbersIn(p.kinds, engine))
    .orderBy('position')
    .select(['position', 'event'])
    .limit(p.limit)
    .$narrowType<EventRow>(),
);

type Aged = { position: number; created_at: number };

const selectOldest = systemStatement<{ of: number; limit: number }, Aged>((db, p) =>
  db
    .selectFrom('event_log')
    .where('app', '=', p.of)
    .where('position', 'is not', null)
    .orderBy('position')
    .select(['position', 'created_at'])
    .limit(p.limit)
    .$narrowType<Aged>(),
);

const deleteEvents = systemStatement<{ of: number; upTo: number }, unknown>((db, p) =>
  db
    .deleteFrom('event_log')
    .where('app', '=', p.of)
    .where('position', 'is not', null)
    .where('position', '<=', p.upTo),
);

const leaseName = 'event log';

/** From within the write that the event tells of. */
export function* appendEvent(row: NewRow): Steps<void> {
  yield* run(insertEvent, row);
}

/** @returns whether this process may give positions until the lease ends */
export const holdLog: Write<{ token: string; forMs: number; isAlone?: boolean }, boolean> = {
  name: 'log.hold',
  locks: () => ({}),
  *run(tx, { token, forMs, isAlone = false }) {
    // The only process on this database need not wait for the lease of one that was killed.
    const now = isAlone ? Number.MAX_SAFE_INTEGER : tx.now;
    const lease = { name: leaseName, token, until: tx.now + forMs, now };
    return (yield* first(takeLease, lease)) !== undefined;
  },
};

export const isHeldByOthers: Read<{ token: string }, boolean> = {
  name: 'log.isHeld',
  *run(tx, { token }) {
    const lease = yield* first(selectHolder, { name: leaseName });
    return lease !== undefined && lease.token !== token && lease.until >= tx.now;
  },
};

export const releaseLog: Write<{ token: string }, void> = {
  name: 'log.release',
  locks: () => ({}),
  *run(_tx, { token }) {
    yield* run(dropLease, { name: leaseName, token });
  },
};

/** Whether any event waits for a position, so that the writer is only asked when there is something to do. */
export const hasWaiting: Read<object, boolean> = {
  name: 'log.waiting',
  *run() {
    return (yield* all(selectWaitingApps, {})).length > 0;
  },
};

export interface Grown {
  readonly app: AppId;
  readonly head: number;
}

/**
 * Gives the next positions to events that wait, those of one conversation in the order of its versions: a version that is
 * visible has all before it visible too, for the head's lock is held until the commit. Nothing when the lease is lost.
 */
export const placeWaiting: Write<{ token: string; limit: number }, readonly Grown[] | undefined> = {
  name: 'log.place',
  locks: () => ({}),
  *run(_tx, { token, limit }) {
    if ((yield* first(selectLease, { name: leaseName, token })) === undefined) return undefined;
    const grown: Grown[] = [];
    for (const { app, name } of yield* all(selectWaitingApps, {})) {
      const rows = yield* all(selectWaiting, { of: app, limit });
      const { head } = (yield* first(selectHead, { of: app })) ?? { head: 0 };
      yield* run(placeEvents, { ids: JSON.stringify(rows.map(({ id }) => id)), base: head });
      yield* run(writeHead, { of: app, head: head + rows.length });
      grown.push({ app: name as AppId, head: head + rows.length });
    }
    return grown;
  },
};

/** The last position there is. */
export const readHead: Read<object, number> = {
  name: 'log.head',
  *run() {
    return (yield* first(selectOwnHead, {}))?.head ?? 0;
  },
};

export interface Page {
  readonly events: readonly LogEvent[];
  /** Reading goes on after it. */
  readonly position: number;
}

interface Reading {
  /** Undefined: behind the newest. */
  readonly after: number | undefined;
  readonly kinds: readonly number[];
  readonly limit: number;
}

/** POSITION_GONE for one that is older than what is kept, or newer than what there is. */
export const readLog: Read<Reading, Page> = {
  name: 'log.read',
  *run(_tx, { after, kinds, limit }) {
    const { head, floor } = (yield* first(selectOwnHead, {})) ?? { head: 0, floor: 0 };
    if (after === undefined) return { events: [], position: head };
    if (after > head || (after > 0 && after < floor)) throw new OperationError('POSITION_GONE');
    const rows =
      kinds.length === 0
        ? yield* all(selectEvents, { after, limit })
        : yield* all(selectSome, { after, limit, kinds: JSON.stringify(kinds) });
    const events = rows.map(({ position, event }) => toEvent(position, event));
    return { events, position: rows.length < limit ? head : (rows.at(-1)?.position ?? head) };
  },
};

/** Forgets a slice of what is older than `before`. @returns whether there may be more */
export const trimLog: Write<{ of: number; before: number; limit: number }, boolean> = {
  name: 'log.trim',
  locks: () => ({}),
  *run(_tx, { of, before, limit }) {
    const rows = yield* all(selectOldest, { of, limit });
    const kept = rows.findIndex(({ created_at: at }) => at >= before);
    const old = kept < 0 ? rows : rows.slice(0, kept);
    const upTo = old.at(-1)?.position;
    if (upTo === undefined) return false;
    yield* run(deleteEvents, { of, upTo });
    yield* run(writeFloor, { of, floor: upTo });
    return kept < 0;
  },
};

function toEvent(position: number, bytes: Uint8Array): LogEvent {
  const event = fromBinary(LogEventSchema, bytes);
  event.id = String(position);
  return event;
}
