// Lists of games: the lobby, and those a user plays in, newest first, in pages; and those somebody ever sat in to the end.
import { Game_State, type Game, type UserId } from '@hubbub/protocol';
import { sql } from 'kysely';
import { gameColumns, isPlayer, toGame, type GameRow } from './game-row.ts';
import { all, first, statement, type Read } from './statement.ts';
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

type Slice = { after: number; limit: number };

const selectSeats = statement<Slice, Pick<GameRow, 'id' | 'seats'>>((db, p) =>
  db
    .selectFrom('game')
    .where('app', '=', p.app)
    .where('id', '>', p.after)
    .select(['id', 'seats'])
    .orderBy('id')
    .limit(p.limit),
);

const selectGame = statement<{ id: number }, GameRow>((db, p) =>
  db
    .selectFrom('game as g')
    .where('g.app', '=', p.app)
    .where('g.id', '=', p.id)
    .select(gameColumns),
);

/** Who sits where stands in the games alone: so many are looked at for one page. */
const lookedAt = 500;

interface Played {
  readonly played: readonly Game[];
  /** Where the next page begins; undefined on the last. */
  readonly last: number | undefined;
}

/** Games, over or not, in which the user has a seat, in order of id. */
export const playedIn: Read<{ user: UserId; after: number }, Played> = {
  name: 'game.playedIn',
  *run(_tx, { user, after }) {
    const rows = yield* all(selectSeats, { after, limit: lookedAt });
    const played: Game[] = [];
    for (const { id, seats } of rows) {
      const row = isPlayer({ seats }, user) ? yield* first(selectGame, { id }) : undefined;
      if (row !== undefined) played.push(toGame(row, user));
    }
    return { played, last: rows.length < lookedAt ? undefined : rows.at(-1)?.id };
  },
};
