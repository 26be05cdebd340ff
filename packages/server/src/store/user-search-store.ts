// Finding people among those whom a user knows: friends, and whoever it has a direct conversation with. They are few, so all of
// their names are read and matched as messages are (rules/words.ts), alike on both databases.
import {
  Conversation_Kind as Kind,
  formatId,
  userId,
  type User,
  type UserId,
} from '@hubbub/protocol';

import { sql } from 'kysely';
import { toSide } from '../rules/contact.ts';
import { foldText } from '../rules/fold.ts';
import { findNeedles, type Needle } from '../rules/words.ts';
import { partyKeys } from './head.ts';
import { all, statement, type Read, type Steps } from './statement.ts';
import { userKey } from './stream.ts';
import { findUser, getUsers } from './user-store.ts';

interface ContactRow {
  readonly other: number;
  readonly flags: number;
  readonly alias: string;
}

const selectContacts = statement<{ user: number }, ContactRow>((db, p) =>
  db
    .selectFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .select(['other', 'flags', 'alias']),
);

const selectDirects = statement<{ user: number }, { direct_key: string | null }>((db, p) =>
  db
    .selectFrom('member as m')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
    )
    .where('m.app', '=', p.app)
    .where('m.user', '=', p.user)
    .where('m.left_version', '=', sql.lit(0))
    .where('c.kind', '=', sql.lit(Kind.DIRECT))
    .select('c.direct_key'),
);

interface Asked {
  readonly user: UserId;
  readonly needles: readonly Needle[];
  /** The username that is exactly what was typed. */
  readonly exact: { readonly username: string; readonly usernameFolded: string } | undefined;
  readonly limit: number;
}

/** How near somebody is: called exactly so, a friend, somebody one has written to. */
type Rank = 0 | 1 | 2;

interface Known {
  readonly rank: Rank;
  readonly alias: string;
}

export const searchUsers: Read<Asked, readonly User[]> = {
  name: 'user.search',
  *run(tx, { user, needles, exact, limit }) {
    const named = exact && (yield* findUser.run(tx, exact));
    const known = needles.length === 0 ? new Map<UserId, Known>() : yield* readKnown(user);
    const users = yield* getUsers.run(tx, { users: [...known.keys()] });
    const found = users.flatMap((one) => {
      const { rank, alias } = known.get(userId(one.id)) ?? stranger;
      const isFound = findNeedles([alias, one.displayName, one.username], needles) !== undefined;
      if (!isFound || one.deleted || one.id === named?.id) return [];
      return { user: one, rank, name: foldText(alias || one.displayName).text };
    });
    found.sort((a, b) => a.rank - b.rank || order(a.name, b.name) || order(a.user.id, b.user.id));
    return [...(named ? [named] : []), ...found.map((one) => one.user)].slice(0, limit);
  },
};

const stranger: Known = { rank: 2, alias: '' };

function* readKnown(user: UserId): Steps<ReadonlyMap<UserId, Known>> {
  const key = userKey(user);
  const known = new Map<UserId, Known>();
  for (const { direct_key } of yield* all(selectDirects, { user: key }))
    for (const party of partyKeys({ direct_key }))
      if (party !== key) known.set(formatId('usr', party), stranger);
  for (const { other, flags, alias } of yield* all(selectContacts, { user: key })) {
    const id = formatId('usr', other);
    const { isFriend } = toSide(flags);
    if (isFriend || known.has(id)) known.set(id, { rank: isFriend ? 1 : 2, alias });
  }
  return known;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
