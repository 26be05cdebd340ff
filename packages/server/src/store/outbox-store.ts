// Effects the server still owes: written in the transaction that causes them, done later by a worker, in order within a key.
// A worker leases an entry; one that dies gives it back when the lease runs out, so an effect may be done twice and must
// bear that.
import {
  first,
  run,
  statement,
  systemStatement,
  type Read,
  type Steps,
  type Write,
} from './statement.ts';

interface Entry {
  /** Random, from outside, so that a write that is run again owes the effect once. */
  readonly id: number;
  readonly key: string;
  readonly kind: string;
  readonly payload: object;
  /** Not before then: the present moment for what is owed at once. */
  readonly now: number;
}

export interface OwedEffect {
  /** The app's name, under which the effect is done. */
  readonly app: string;
  readonly id: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly leaseToken: string;
}

type NewRow = { id: number; key: string; kind: string; payload: Uint8Array; now: number };

const insertEntry = statement<NewRow, unknown>((db, p) =>
  db.insertInto('outbox').values({
    app: p.app,
    id: p.id,
    key: p.key,
    kind: p.kind,
    payload: p.payload,
    due_at: p.now,
    attempts: 0,
    lease_until: 0,
    lease_token: '',
  }),
);

const selectAnyDue = systemStatement<{ now: number }, { id: number }>((db, p) =>
  db
    .selectFrom('outbox')
    .where('due_at', '<=', p.now)
    .where('lease_until', '<=', p.now)
    .select('id')
    .limit(1),
);

interface DueRow {
  readonly app: string;
  readonly id: number;
  readonly kind: string;
  readonly payload: Uint8Array;
  readonly attempts: number;
}

// The oldest entry that is due, and has nothing older before it under its key.
const selectDue = systemStatement<{ now: number }, DueRow>((db, p, engine) => {
  const query = db
    .selectFrom('outbox as o')
    .innerJoin('app as a', 'a.id', 'o.app')
    .where('o.due_at', '<=', p.now)
    .where('o.lease_until', '<=', p.now)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('outbox as before')
            .whereRef('before.app', '=', 'o.app')
            .whereRef('before.key', '=', 'o.key')
            .whereRef('before.due_at', '<', 'o.due_at')
            .select('before.id'),
        ),
      ),
    )
    .orderBy('o.due_at')
    .limit(1)
    .select(['a.name as app', 'o.id', 'o.kind', 'o.payload', 'o.attempts']);
  return engine === 'postgres' ? query.forUpdate('o').skipLocked() : query;
});

type Lease = { id: number; until: number; token: string };

const leaseEntry = systemStatement<Lease, unknown>((db, p) =>
  db
    .updateTable('outbox')
    .set((e) => ({
      lease_until: p.until,
      lease_token: p.token,
      attempts: e('attempts', '+', 1),
    }))
    .where('id', '=', p.id),
);

const deleteEntry = systemStatement<{ id: number; token: string }, unknown>((db, p) =>
  db.deleteFrom('outbox').where('id', '=', p.id).where('lease_token', '=', p.token),
);

type Delay = { id: number; token: string; leaseUntil: number };

const delayEntry = systemStatement<Delay, unknown>((db, p) =>
  db
    .updateTable('outbox')
    .set({ lease_until: p.leaseUntil })
    .where('id', '=', p.id)
    .where('lease_token', '=', p.token),
);

/** Owes an effect, from within the write that causes it. */
export function* enqueue({ id, key, kind, payload, now }: Entry): Steps<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  yield* run(insertEntry, { id, key, kind, payload: bytes, now });
}

/** Whether anything is due, so that an idle worker need not ask the writer. */
export const hasDueEffect: Read<object, boolean> = {
  name: 'hasDueEffect',
  *run(tx) {
    return (yield* first(selectAnyDue, { now: tx.now })) !== undefined;
  },
};

/** Leases the next effect that is due, whatever app it belongs to. */
export const claimEffect: Write<{ token: string; leaseMs: number }, OwedEffect | undefined> = {
  name: 'claimEffect',
  locks: () => ({}),
  *run(tx, { token, leaseMs }) {
    const row = yield* first(selectDue, { now: tx.now });
    if (row === undefined) return undefined;
    yield* run(leaseEntry, { id: row.id, until: tx.now + leaseMs, token });
    const { app, id, kind, attempts } = row;
    const payload: unknown = JSON.parse(new TextDecoder().decode(row.payload));
    return { app, id, kind, payload, attempts: attempts + 1, leaseToken: token };
  },
};

/** The effect is done. Nothing happens when the lease was lost. */
export const finishEffect: Write<{ id: number; token: string }, void> = {
  name: 'finishEffect',
  locks: () => ({}),
  *run(_tx, { id, token }) {
    yield* run(deleteEntry, { id, token });
  },
};

/**
 * Nobody takes the effect up before then: it failed and is tried again later, or it is still being done. What stands
 * behind it under its key waits. Nothing happens when the lease was lost.
 */
export const delayEffect: Write<{ id: number; token: string; delayMs: number }, void> = {
  name: 'delayEffect',
  locks: () => ({}),
  *run(tx, { id, token, delayMs }) {
    yield* run(delayEntry, { id, token, leaseUntil: tx.now + delayMs });
  },
};
