// Users as others see them.
import { create, fromBinary } from '@bufbuild/protobuf';
import {
  formatId,
  LogEvent_Kind,
  OperationError,
  parseId,
  StatusSchema,
  userId,
  UserSchema,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql, type RawBuilder } from 'kysely';
import {
  all,
  first,
  statement,
  type Engine,
  type NewEvent,
  type Read,
  type Steps,
  type Transaction,
} from './statement.ts';

/** The columns of a user that others may see; select these and nothing else. */
export const profileColumns = [
  'user.id',
  'user.username',
  'user.display_name',
  'user.picture',
  'user.counter',
  'user.deleted',
  'user.guest',
  'user.status',
] as const;

export interface ProfileRow {
  readonly id: number;
  readonly username: string | null;
  readonly display_name: string;
  readonly picture: string;
  readonly counter: number;
  readonly deleted: number;
  readonly guest: number;
  /** The bytes of a Status. */
  readonly status?: Uint8Array | null;
  /** Read where a profile itself is asked for. */
  readonly about?: string;
}

const selectProfiles = statement<{ ids: string }, ProfileRow>((db, p, engine) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine))
    .select(profileColumns),
);

const selectAbouts = statement<{ ids: string }, ProfileRow>((db, p, engine) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine))
    .select(profileColumns)
    .select('user.about'),
);

type Name = { username: string; usernameFolded: string };

// Only the folded name has an index.
const selectProfileByName = statement<Name, ProfileRow>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('username_folded', '=', p.usernameFolded)
    .where('username', '=', p.username)
    .select(profileColumns)
    .select('user.about'),
);

/** The users that exist among these, deleted ones included; in no particular order. */
export const getUsers: Read<{ users: readonly UserId[] }, User[]> = {
  name: 'user.names',
  *run(_tx, { users }) {
    const rows = yield* all(selectProfiles, { ids: idsIn(users) });
    return rows.map(toUser);
  },
};

/** The same with what they say of themselves. */
export const getProfiles: Read<{ users: readonly UserId[] }, User[]> = {
  name: 'user.get',
  *run(_tx, { users }) {
    const rows = yield* all(selectAbouts, { ids: idsIn(users) });
    return rows.map(toUser);
  },
};

function idsIn(users: readonly UserId[]): string {
  const keys = [...new Set(users)].map((user) => parseId('usr', user));
  return JSON.stringify(keys.filter((key) => key !== undefined));
}

/** Throws UNKNOWN unless all of these users exist and were not deleted. */
export function* requireLiving(tx: Transaction, users: readonly UserId[]): Steps<void> {
  const found = users.length === 0 ? [] : yield* getUsers.run(tx, { users });
  if (found.filter(({ deleted }) => !deleted).length < users.length)
    throw new OperationError('UNKNOWN');
}

// Locked until the commit: of a login and the end of all logins one comes first, and the other one sees it.
const selectDisabledAt = statement<{ user: number }, { disabled_at: number }>((db, p, engine) => {
  const query = db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .select('disabled_at');
  return engine === 'postgres' ? query.forUpdate() : query;
});

/** Within a write that lets somebody in, or keeps them out: since when it is disabled; 0 when it is not. */
export function* disabledSince(user: number): Steps<number> {
  return (yield* first(selectDisabledAt, { user }))?.disabled_at ?? 0;
}

/** The user with exactly this name; `username` is in NFC, the form in which names are stored. */
export const findUser: Read<Name, User | undefined> = {
  name: 'user.find',
  *run(_tx, name) {
    const row = yield* first(selectProfileByName, name);
    return row && toUser(row);
  },
};

export function toUser(row: ProfileRow): User {
  return create(UserSchema, {
    id: formatId('usr', row.id),
    username: row.username ?? '',
    displayName: row.display_name,
    picture: row.picture,
    counter: row.counter,
    deleted: row.deleted === 1,
    guest: row.guest === 1,
    ...(row.status && { status: fromBinary(StatusSchema, row.status) }),
    ...(row.about !== undefined && { about: row.about }),
  });
}

export function created(profile: User): NewEvent {
  return { kind: LogEvent_Kind.USER_CREATED, user: userId(profile.id), profile };
}

/** A selected parameter has no type of its own in PostgreSQL. */
export function wholeOf(value: number): RawBuilder<number> {
  return sql<number>`cast(${value} as bigint)`;
}

/** The numbers of a JSON array as a subquery, so that a list of any length is one parameter of one statement. */
export function numbersIn(json: string, engine: Engine) {
  return engine === 'sqlite'
    ? sql<number>`(select value from json_each(${json}))`
    : sql<number>`(select value::bigint from json_array_elements_text(${json}::json))`;
}

/**
 * Rows whose number is in a JSON array, each looked up by its key. PostgreSQL would rather join, and where it knows too little of a
 * table reads all of an app to do so: 2.5 s for 1,000 of 11,000 rows, 10 ms this way.
 */
export function isAmong(column: string, json: string, engine: Engine): RawBuilder<boolean> {
  const numbers = numbersIn(json, engine);
  return engine === 'sqlite'
    ? sql`${sql.ref(column)} in ${numbers}`
    : sql`${sql.ref(column)} = any(array${numbers})`;
}

/** Likewise, of texts. */
export function textsIn(json: string, engine: Engine) {
  return engine === 'sqlite'
    ? sql<string>`(select value from json_each(${json}))`
    : sql<string>`(select value from json_array_elements_text(${json}::json))`;
}
