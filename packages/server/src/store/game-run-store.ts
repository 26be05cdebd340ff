// What a game's process writes of it while it runs, and at its end: all in the name of that process, so that one that has lost
// the game changes nothing any more.
import {
  Game_State,
  OperationError,
  type AppId,
  type ConversationId,
  type Game_End,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { bumpWith, lockHead } from './conversation-store.ts';
import { gameColumns, type GameRow } from './game-row.ts';
import type { Changed } from './opening-store.ts';
import { enqueue } from './outbox-store.ts';
import { owePurge } from './purge-store.ts';
import { all, first, run, statement, systemStatement, type Read, type Write } from './statement.ts';
import { topicChange } from './stream.ts';

interface Owned {
  name: string;
  node: string;
}

interface SeatsParams extends Owned {
  seats: string;
  taken: number;
  state: number;
  locked: number;
}

const updateSeats = statement<SeatsParams, unknown>((db, p) =>
  db
    .updateTable('game')
    .set({ seats: p.seats, taken: p.taken, state: p.state, locked: p.locked })
    .where('app', '=', p.app)
    .where('name', '=', p.name)
    .where('node', '=', p.node)
    .where('state', '!=', sql.lit(Game_State.ENDED)),
);

const updateCheckpoint = statement<Owned & { checkpoint: string }, unknown>((db, p) =>
  db
    .updateTable('game')
    .set({ checkpoint: p.checkpoint })
    .where('app', '=', p.app)
    .where('name', '=', p.name)
    .where('node', '=', p.node)
    .where('state', '!=', sql.lit(Game_State.ENDED)),
);

interface EndParams extends Owned {
  ending: number;
  result: string;
  now: number;
}

const updateEnd = statement<EndParams, unknown>((db, p) =>
  db
    .updateTable('game')
    .set({
      state: Game_State.ENDED,
      ending: p.ending,
      result: p.result,
      lobby: 0,
      code: null,
      checkpoint: null,
      ended_at: p.now,
    })
    .where('app', '=', p.app)
    .where('name', '=', p.name)
    .where('node', '=', p.node)
    .where('state', '!=', sql.lit(Game_State.ENDED)),
);

const selectOwned = statement<{ name: string }, GameRow>((db, p) =>
  db
    .selectFrom('game as g')
    .where('g.app', '=', p.app)
    .where('g.name', '=', p.name)
    .select(gameColumns),
);

const updateLeases = systemStatement<{ node: string; until: number }, unknown>((db, p) =>
  db
    .updateTable('game')
    .set({ lease_until: p.until })
    .where('node', '=', p.node)
    .where('state', '!=', sql.lit(Game_State.ENDED)),
);

export type LostGame = GameRow & { readonly app_name: AppId };

const selectLost = systemStatement<{ now: number; node: string }, LostGame>((db, p) =>
  db
    .selectFrom('game as g')
    .innerJoin('app as a', 'a.id', 'g.app')
    .where('g.state', '!=', sql.lit(Game_State.ENDED))
    .where('g.lease_until', '<=', p.now)
    .where('g.node', '!=', p.node)
    .select(gameColumns)
    .select('a.name as app_name')
    .limit(100),
);

export interface TakeOver extends Owned {
  before: string;
  until: number;
  /** The lease has run out by then. */
  at: number;
}

const updateNode = statement<TakeOver, unknown>((db, p) =>
  db
    .updateTable('game')
    .set({ node: p.node, lease_until: p.until })
    .where('app', '=', p.app)
    .where('name', '=', p.name)
    .where('node', '=', p.before)
    .where('lease_until', '<=', p.at)
    .where('state', '!=', sql.lit(Game_State.ENDED)),
);

/** @returns whether the process still has the game */
export const writeSeats: Write<SeatsParams, boolean> = {
  name: 'writeSeats',
  locks: () => ({}),
  *run(_tx, params) {
    return (yield* run(updateSeats, params)) > 0;
  },
};

export const writeCheckpoint: Write<Owned & { checkpoint: string }, boolean> = {
  name: 'writeCheckpoint',
  locks: () => ({}),
  *run(_tx, params) {
    return (yield* run(updateCheckpoint, params)) > 0;
  },
};

interface Ending extends Owned {
  readonly end: Game_End;
  readonly result: string;
  readonly outboxId: number;
  /** The group beside it goes so long after. */
  readonly chatMs: number;
}

/** Once: a second end changes nothing and is false. */
export const endGame: Write<Ending, boolean> = {
  name: 'endGame',
  locks: () => ({}),
  *run(tx, { name, node, end: ending, result, outboxId, chatMs: delayMs }) {
    if ((yield* run(updateEnd, { name, node, ending, result, now: tx.now })) === 0) return false;
    const row = yield* first(selectOwned, { name });
    if (row === undefined || row.conversation === 0) return true;
    const { conversation } = row;
    const entry = {
      id: outboxId,
      key: `game:${row.id}`,
      kind: 'game.closeChat',
      now: tx.now,
      delayMs,
    };
    yield* enqueue({ ...entry, payload: { conversation } });
    return true;
  },
};

/** The group of a game that is over, with its rows. */
export const closeChat: Write<{ conversation: ConversationId; outboxId: number }, Changed> = {
  name: 'closeChat',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, { conversation, outboxId }) {
    const before = yield* lockHead(conversation);
    const head = yield* bumpWith(before, { deleted: 1 });
    yield* owePurge(head, { outboxId, now: tx.now });
    return { streams: [topicChange(head, before.version, {})] };
  },
};

/** In the background: the process lives, and has its games. */
export const renewLeases: Write<{ node: string; until: number }, void> = {
  name: 'renewLeases',
  locks: () => ({}),
  *run(_tx, params) {
    yield* run(updateLeases, params);
  },
};

/** Games whose process is lost, of all apps. */
export const readLostGames: Read<{ now: number; node: string }, readonly LostGame[]> = {
  name: 'readLostGames',
  *run(_tx, params) {
    return yield* all(selectLost, params);
  },
};

const selectOwnedNames = systemStatement<{ node: string }, { app: AppId; name: string }>((db, p) =>
  db
    .selectFrom('game as g')
    .innerJoin('app as a', 'a.id', 'g.app')
    .where('g.node', '=', p.node)
    .where('g.state', '!=', sql.lit(Game_State.ENDED))
    .select(['a.name as app', 'g.name'])
    .$castTo<{ app: AppId; name: string }>(),
);

/** What this process has by its rows, of all apps. */
export const readOwnedGames: Read<{ node: string }, readonly { app: AppId; name: string }[]> = {
  name: 'readOwnedGames',
  *run(_tx, params) {
    return yield* all(selectOwnedNames, params);
  },
};

/** Takes a lost game over; false when another process was faster. */
export const takeGameOver: Write<TakeOver, boolean> = {
  name: 'takeGameOver',
  locks: () => ({}),
  *run(_tx, params) {
    return (yield* run(updateNode, params)) > 0;
  },
};

/** What a closed chat was: nothing is left to close. */
export function isGone(error: unknown): boolean {
  return error instanceof OperationError && error.reason === 'UNKNOWN';
}
