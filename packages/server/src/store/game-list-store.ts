// Lists of games: the lobby, and those a user plays in. Newest first, in pages.
import { Game_State, type UserId } from '@hubbub/protocol';
import { sql } from 'kysely';
import { gameColumns, type GameRow } from './game-row.ts';
import { all, statement, type Read } from './statement.ts';
import { userKey } from './stream.ts';

/** Those made before this one. */
interface Page {
  before: number;
  beforeId: number;
  limit: number;
}

const selectLobby = statement<Page, GameRow>((db, p) =>
  db
    .selectFrom('game as g')
    .where('g.app', '=', p.app)
    .where('g.lobby', '=', sql.lit(1))
    .where('g.created_at', '<=', p.before)
    .where((e) => e.or([e('g.created_at', '<', p.before), e('g.id', '<', p.beforeId)]))
    .select(gameColumns)
    .orderBy('g.created_at', 'desc')
    .orderBy('g.id', 'desc')
    .limit(p.limit),
);

const selectLobbyOfType = statement<Page & { type: string }, GameRow>((db, p) =>
  db
    .selectFrom('game as g')
    .where('g.app', '=', p.app)
    .where('g.lobby', '=', sql.lit(1))
    .where('g.type', '=', p.type)
    .where('g.created_at', '<=', p.before)
    .where((e) => e.or([e('g.created_at', '<', p.before), e('g.id', '<', p.beforeId)]))
    .select(gameColumns)
    .orderBy('g.created_at', 'desc')
    .orderBy('g.id', 'desc')
    .limit(p.limit),
);

// Players are the members of the games' groups.
const selectSeated = statement<Page & { user: number; type: string }, GameRow>((db, p) =>
  db
    .selectFrom('member as m')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
    )
    .innerJoin('game as g', (join) =>
      join.onRef('g.app', '=', 'c.app').onRef('g.id', '=', 'c.parent'),
    )
    .where('m.app', '=', p.app)
    .where('m.user', '=', p.user)
    .where('m.left_version', '=', 0)
    .where('g.state', '!=', sql.lit(Game_State.ENDED))
    .where('g.created_at', '<=', p.before)
    .where((e) => e.or([e('g.created_at', '<', p.before), e('g.id', '<', p.beforeId)]))
    .where((e) => e.or([e('g.type', '=', p.type), e(sql<string>`${p.type}`, '=', sql.lit(''))]))
    .select(gameColumns)
    .orderBy('g.created_at', 'desc')
    .orderBy('g.id', 'desc')
    .limit(p.limit),
);

interface Question {
  readonly user: UserId;
  /** '' for all. */
  readonly type: string;
  readonly seated: boolean;
  /** After this one in the list. */
  readonly before: number;
  readonly beforeId: number;
  readonly limit: number;
}

export const listGames: Read<Question, readonly GameRow[]> = {
  name: 'listGames',
  *run(_tx, { user, type, seated, ...page }) {
    if (seated) return yield* all(selectSeated, { ...page, type, user: userKey(user) });
    if (type === '') return yield* all(selectLobby, page);
    return yield* all(selectLobbyOfType, { ...page, type });
  },
};
