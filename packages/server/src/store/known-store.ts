// The first query of a pull: the caller's memberships in the range asked for, beside the versions its device knows, and the
// epoch. A device that knows another epoch knows nothing.
import type { ConversationId, UserId } from '@hubbub/protocol';
import { sql, type Kysely } from 'kysely';
import { membershipsOf, type MembershipRow } from './membership-store.ts';
import type { Database } from './schema.ts';
import { all, statement, type Engine, type Steps } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

export interface Known {
  readonly conversation: ConversationId;
  readonly version: number;
}

export interface KnownRow extends MembershipRow {
  /** Null: the device does not know this conversation, or knows it of another epoch. */
  readonly known: number | null;
}

interface Request {
  readonly user: UserId;
  readonly epoch: string;
  readonly known: readonly Known[];
  readonly after: ConversationId | undefined;
  readonly until: ConversationId | undefined;
  readonly only: readonly ConversationId[];
}

interface Params {
  user: number;
  epoch: string;
  known: string;
  after: number;
  until: number;
}

type EpochRow = { readonly epoch: string } & (KnownRow | { readonly id: null });

const selectRange = statement<Params, EpochRow>((db, p, engine) =>
  withEpoch(
    db,
    knownMemberships(db, p, engine)
      .where('m.conversation', '>', p.after)
      .where('m.conversation', '<=', p.until),
  ),
);

const selectOnly = statement<Params & { only: string }, EpochRow>((db, p, engine) =>
  withEpoch(
    db,
    knownMemberships(db, p, engine)
      .where('m.conversation', '>', p.after)
      .where('m.conversation', '<=', p.until)
      .where('m.conversation', 'in', numbersIn(p.only, engine)),
  ),
);

/** @returns the epoch, the memberships asked for, and the ids among those known (or named) that the user is no member of */
export function* readKnown(
  request: Request,
): Steps<{ epoch: string; rows: KnownRow[]; gone: number[] }> {
  const known = request.known.map(({ conversation, version }) => [
    conversationKey(conversation),
    version,
  ]);
  const params = {
    user: userKey(request.user),
    epoch: request.epoch,
    known: JSON.stringify(known),
    after: request.after === undefined ? -1 : conversationKey(request.after),
    until: request.until === undefined ? Number.MAX_SAFE_INTEGER : conversationKey(request.until),
  };
  const only = request.only.map(conversationKey);
  const found =
    only.length > 0
      ? yield* all(selectOnly, { ...params, only: JSON.stringify(only) })
      : yield* all(selectRange, params);
  const rows = found.filter((row) => row.id !== null);
  const present = new Set(rows.map((row) => row.id));
  const spokenOf = only.length > 0 ? only : known.map(([id = 0]) => id);
  const gone = spokenOf.filter((id) => id > params.after && id <= params.until && !present.has(id));
  return { epoch: found[0]?.epoch ?? '', rows, gone: [...new Set(gone)] };
}

function knownMemberships(db: Kysely<Database>, p: Params & { app: number }, engine: Engine) {
  // With a limit SQLite makes a table of them, once; without one it read the JSON anew for each membership.
  const pairs =
    engine === 'sqlite'
      ? sql<{ c: number; v: number }>`(select cast(json_extract(value, '$[0]') as integer) as c,
          json_extract(value, '$[1]') as v from json_each(${p.known})
          where (select epoch from meta) = ${p.epoch} limit -1)`
      : sql<{ c: number; v: number }>`(select cast(value ->> 0 as bigint) as c,
          cast(value ->> 1 as bigint) as v from json_array_elements(${p.known}::json)
          where (select epoch from meta) = ${p.epoch})`;
  return membershipsOf(db, p, sql<boolean>`k.v = c.version`)
    .leftJoin(pairs.as('k'), (join) => join.onRef('k.c', '=', 'm.conversation'))
    .select('k.v as known');
}

/** The epoch comes with the rows, and also when there are none. */
function withEpoch(db: Kysely<Database>, memberships: ReturnType<typeof knownMemberships>) {
  return db
    .selectFrom('meta as e')
    .leftJoin(memberships.as('p'), (join) => join.onTrue())
    .select('e.epoch')
    .selectAll('p') as unknown as { compile(): never };
}
