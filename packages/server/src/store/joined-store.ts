// Becoming members, many at a time: what their SELF streams are told takes the same few statements for one and for a thousand.
import { Item_Kind, formatId, type UserId } from '@hubbub/protocol';
import { sql, type RawBuilder } from 'kysely';
import { itemColumns, rowOf, selfChange, type ItemRow, type Joining } from './item-store.ts';
import { all, run, statement, type Steps } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';
import { isAmong, wholeOf } from './user-store.ts';

type Users = { users: string };
type OfUsers = Users & { target: number };

/** PostgreSQL has locked them in order of id, if the write said whom it is about. */
const bumpSelves = statement<Users, { id: number; version: number }>((db, p, engine) =>
  db
    .updateTable('conversation')
    .set((e) => ({ version: e('version', '+', 1) }))
    .where('app', '=', p.app)
    .where(isAmong('id', p.users, engine))
    .where('deleted', '=', 0)
    .returning(['id', 'version']),
);

const upsertJoined = statement<OfUsers, unknown>((db, p, engine) =>
  db
    .insertInto('item')
    .columns([...keyColumns, ...stateColumns])
    .expression((e) =>
      e
        .selectFrom('conversation as c')
        .where('c.app', '=', p.app)
        .where(isAmong('c.id', p.users, engine))
        .select(['c.app', 'c.id', sql.lit(Item_Kind.JOINED).as('kind')])
        .select([wholeOf(p.target).as('target'), sql.lit('').as('key'), 'c.version'])
        .select(zeros.map((name) => sql.lit(0).as(name)))
        .select(sql`null`.as('value')),
    )
    .onConflict((conflict) =>
      conflict.columns(keyColumns).doUpdateSet((e) => ({
        version: e.ref('excluded.version'),
        removed: 0,
      })),
    ),
);

/** What somebody had read already stays read. */
const upsertRead = statement<OfUsers & { readSeq: number }, unknown>((db, p, engine) =>
  db
    .insertInto('item')
    .columns([...keyColumns, ...stateColumns])
    .expression((e) =>
      e
        .selectFrom('conversation as c')
        .where('c.app', '=', p.app)
        .where(isAmong('c.id', p.users, engine))
        .select(['c.app', 'c.id', sql.lit(Item_Kind.MARK).as('kind')])
        .select([wholeOf(p.target).as('target'), sql.lit('').as('key'), 'c.version'])
        .select([sql.lit(0).as('removed'), wholeOf(p.readSeq).as('read_seq')])
        .select([wholeOf(p.readSeq).as('delivered_seq'), sql.lit(0).as('marked_unread')])
        .select(sql`null`.as('value')),
    )
    .onConflict((conflict) =>
      conflict.columns(keyColumns).doUpdateSet((e) => ({
        version: e.ref('excluded.version'),
        removed: 0,
        read_seq: greater('read_seq'),
        delivered_seq: greater('delivered_seq'),
        marked_unread: 0,
      })),
    ),
);

const selectMarks = statement<OfUsers, ItemRow & { user: number }>((db, p, engine) =>
  db
    .selectFrom('item')
    .where('app', '=', p.app)
    .where(isAmong('user', p.users, engine))
    .where('kind', '=', sql.lit(Item_Kind.MARK))
    .where('target', '=', p.target)
    .where('key', '=', '')
    .select('user')
    .select(itemColumns),
);

const keyColumns = ['app', 'user', 'kind', 'target', 'key'] as const;
const zeros = ['removed', 'read_seq', 'delivered_seq', 'marked_unread'] as const;
const stateColumns = ['version', ...zeros, 'value'] as const;

function greater(column: 'read_seq' | 'delivered_seq'): RawBuilder<number> {
  const [held, fresh] = [sql.ref(`item.${column}`), sql.ref(`excluded.${column}`)];
  return sql`case when ${held} > ${fresh} then ${held} else ${fresh} end`;
}

interface Joiners {
  readonly users: readonly UserId[];
  /** They begin as if they had read up to here; 0: with what comes. */
  readonly readSeq: number;
}

/** The same for many users, all living, in four statements however many they are. */
export function* writeJoinedOfMany(
  { users, readSeq }: Joiners,
  { id, kind, version }: Joining,
): Steps<StreamChange[]> {
  const keys = users.map(userKey);
  const ids = JSON.stringify(keys);
  const heads = yield* all(bumpSelves, { users: ids });
  const versions = new Map(heads.map((head) => [head.id, head.version]));
  yield* run(upsertJoined, { users: ids, target: id });
  if (readSeq > 0) yield* run(upsertRead, { users: ids, target: id, readSeq });
  const marks = readSeq > 0 ? yield* all(selectMarks, { users: ids, target: id }) : [];
  const markOf = new Map(marks.map(({ user, ...row }) => [user, row]));
  const joined = [{ conversation: formatId('cnv', id), kind, version }];
  return keys.map((key) => {
    const rows = [
      rowOf({ kind: Item_Kind.JOINED, target: id }, versions.get(key) ?? 0),
      markOf.get(key),
    ];
    return {
      ...selfChange(
        key,
        rows.filter((row) => row !== undefined),
      ),
      joined,
    };
  });
}
