// Games as they are kept: made with their group, found, listed, and what came of them. Who runs a game owns its row; a write
// in the name of a process that has lost it changes nothing.
import {
  Conversation_Kind as Kind,
  formatId,
  Game_State,
  Member_Role as Role,
  OperationError,
  parseId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { bumpWith, lockPlace, openHead, readPlace } from './conversation-store.ts';
import { gameColumns, isOver, type GameRow } from './game-row.ts';
import type { Head } from './head.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { writeJoined } from './item-store.ts';
import { enterMember, requireRoomForUser } from './member-store.ts';
import { unchanged, type Changed } from './opening-store.ts';
import {
  all,
  first,
  run,
  statement,
  type Read,
  type Steps,
  type Transaction,
  type Write,
} from './statement.ts';
import { topicChange } from './stream.ts';

const selectByName = gameStatement<{ name: string }>('name');
const selectByCode = gameStatement<{ code: string }>('code');
const selectById = gameStatement<{ id: number }>('id');

function gameStatement<P extends { [K in keyof P]: string | number }>(
  column: 'name' | 'code' | 'id',
) {
  return statement<P, GameRow>((db, p) =>
    db
      .selectFrom('game as g')
      .where('g.app', '=', p.app)
      .where(`g.${column}`, '=', (p as Record<string, string>)[column] as never)
      .select(gameColumns),
  );
}

interface NewRow {
  id: number;
  name: string;
  type: string;
  private: number;
  lobby: number;
  fixed: number;
  minSeats: number;
  maxSeats: number;
  taken: number;
  seats: string;
  options: string;
  conversation: number;
  code: string | null;
  node: string;
  leaseUntil: number;
  now: number;
}

const insertGame = statement<NewRow, unknown>((db, p) =>
  db
    .insertInto('game')
    .values({
      app: p.app,
      id: p.id,
      name: p.name,
      type: p.type,
      state: Game_State.WAITING,
      private: p.private,
      locked: 0,
      lobby: p.lobby,
      fixed: p.fixed,
      min_seats: p.minSeats,
      max_seats: p.maxSeats,
      taken: p.taken,
      seats: p.seats,
      options: p.options,
      conversation: p.conversation,
      code: p.code,
      ending: 0,
      result: '',
      checkpoint: null,
      node: p.node,
      lease_until: p.leaseUntil,
      created_at: p.now,
      ended_at: 0,
    })
    .onConflict((conflict) => conflict.columns(['app', 'name']).doNothing()),
);

type Beside = { id: number; conversation: number };

const updateConversation = statement<Beside, unknown>((db, p) =>
  db
    .updateTable('game')
    .set({ conversation: p.conversation })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

type Renewal = { id: number; node: string; leaseUntil: number; now: number; isAlone: number };

const updateOwner = statement<Renewal, unknown>((db, p) =>
  db
    .updateTable('game')
    .set({ node: p.node, lease_until: p.leaseUntil, taken: 0, seats: '[]', locked: 0 })
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .where((e) => e.or([e('lease_until', '<=', p.now), e(sql<number>`${p.isAlone}`, '=', 1)])),
);

/** A new game as its node knows it. */
export interface NewGameRow {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly isPrivate: boolean;
  readonly isFixed: boolean;
  readonly minSeats: number;
  readonly maxSeats: number;
  readonly options: string;
  readonly code: string | null;
  readonly node: string;
  readonly leaseMs: number;
}

interface Creation extends NewGameRow {
  readonly user: UserId;
  /** Of the group beside it. */
  readonly conversation: ConversationId;
  /** Never empty. */
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

interface Created extends Changed {
  readonly game: GameRow;
  readonly repeated: boolean;
}

/** With its maker as its first player. A retry answers with the game as it is now. */
export const createGame: Write<Creation, Created> = {
  name: 'createGame',
  locks: ({ user }) => ({ users: [user] }),
  *run(tx, { user, conversation, clientKey, digest, ...game }) {
    const key = { user, operation: 'game.create', clientKey, digest };
    const earlier = yield* findCreated(key);
    if (earlier !== undefined) return { game: earlier, repeated: true, streams: [] };
    yield* requireRoomForUser(user);
    // The key names the game; keys of games and conversations are numbers alike.
    yield* keepKey(key, formatId('cnv', game.id));
    yield* insert(tx, game);
    const { streams } = yield* openGroup(
      tx,
      { id: game.id, type: game.type },
      { user, conversation },
    );
    return { game: yield* mustFind(game.id), repeated: false, streams };
  },
};

interface Retry {
  readonly user: UserId;
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

export const findCreatedGame: Read<Retry, GameRow | undefined> = {
  name: 'findCreatedGame',
  *run(_tx, key) {
    return yield* findCreated({ ...key, operation: 'game.create' });
  },
};

/** A game that its program made at the start, with nobody in it; one of before is taken up again. */
export const openFixedGame: Write<NewGameRow & { readonly isAlone: boolean }, GameRow> = {
  name: 'openFixedGame',
  locks: () => ({}),
  *run(tx, { isAlone, ...game }) {
    const before = yield* first(selectByName, { name: game.name });
    if (before === undefined) yield* insert(tx, game);
    else
      yield* run(updateOwner, {
        id: before.id,
        node: game.node,
        leaseUntil: tx.now + game.leaseMs,
        now: tx.now,
        isAlone: isAlone ? 1 : 0,
      });
    return yield* mustFind(before?.id ?? game.id);
  },
};

interface Seating {
  readonly name: string;
  readonly user: UserId;
  /** Of the group, should there be none any more. */
  readonly conversation: ConversationId;
}

/** Makes the player a member of the game's group. */
export const seatPlayer: Write<Seating, Changed> = {
  name: 'seatPlayer',
  locks: ({ user }) => ({ users: [user] }),
  *run(tx, { name, user, conversation }) {
    const game = yield* first(selectByName, { name });
    if (game === undefined) throw new OperationError('UNKNOWN');
    if (isOver(game)) throw new OperationError('ENDED');
    if (game.conversation === 0) return yield* openGroup(tx, game, { user, conversation });
    const place = yield* findPlace(formatId('cnv', game.conversation), user);
    if (place === undefined) return yield* openGroup(tx, game, { user, conversation });
    if (place.role !== undefined) return unchanged;
    yield* requireRoomForUser(user);
    const { member_count: count, seq } = place.head;
    const head = yield* bumpWith(place.head, { member_count: count + 1, floor: seq + 1 });
    return yield* letIn(tx, head, user);
  },
};

export const findGame: Read<{ name: string } | { code: string }, GameRow | undefined> = {
  name: 'findGame',
  *run(_tx, by) {
    return 'name' in by ? yield* first(selectByName, by) : yield* first(selectByCode, by);
  },
};

/** UNKNOWN unless in the group beside a game: that is stored with the seat, a moment before the list of seats has it. */
export const requireBeside: Read<{ conversation: number; user: UserId }, void> = {
  name: 'requireBeside',
  *run(_tx, { conversation, user }) {
    const place = yield* readPlace(formatId('cnv', conversation), user);
    if (place.role === undefined) throw new OperationError('UNKNOWN');
  },
};

type OpenParams = { type: string; options: string };

const selectOpen = statement<OpenParams, GameRow>((db, p) =>
  db
    .selectFrom('game as g')
    .where('g.app', '=', p.app)
    .where('g.lobby', '=', sql.lit(1))
    .where('g.type', '=', p.type)
    .where('g.options', '=', p.options)
    .where('g.locked', '=', 0)
    .whereRef('g.taken', '<', 'g.max_seats')
    .select(gameColumns)
    .orderBy('g.created_at')
    .limit(5),
);

/** Public games of this type and with these options that had a free seat a moment ago, oldest first. */
export const findOpenGames: Read<OpenParams, readonly GameRow[]> = {
  name: 'findOpenGames',
  *run(_tx, params) {
    return yield* all(selectOpen, params);
  },
};

function* findCreated(key: Parameters<typeof findKey>[0]): Steps<GameRow | undefined> {
  const made = yield* findKey(key);
  return made && (yield* first(selectById, { id: parseId('cnv', made) ?? 0 }));
}

function* mustFind(id: number): Steps<GameRow> {
  const row = yield* first(selectById, { id });
  if (row === undefined) throw new Error('a game that was just written is missing');
  return row;
}

function* insert(tx: Transaction, game: NewGameRow): Steps<void> {
  const { isPrivate, isFixed, leaseMs, ...rest } = game;
  const row = {
    ...rest,
    private: isPrivate ? 1 : 0,
    lobby: isPrivate ? 0 : 1,
    fixed: isFixed ? 1 : 0,
    taken: 0,
    seats: '[]',
    conversation: 0,
    leaseUntil: tx.now + leaseMs,
    now: tx.now,
  };
  if ((yield* run(insertGame, row)) === 0) throw new Error(`there is a game ${game.name} already`);
}

interface Opener {
  readonly user: UserId;
  readonly conversation: ConversationId;
}

function* openGroup(
  tx: Transaction,
  game: { readonly id: number; readonly type: string },
  { user, conversation: id }: Opener,
): Steps<Changed> {
  const opening = { id, kind: Kind.GROUP, title: game.type, parent: game.id, now: tx.now };
  const head = yield* openHead(opening);
  yield* run(updateConversation, { id: game.id, conversation: head.id });
  return yield* letIn(tx, head, user);
}

/** All are members and nobody is its owner: who is in it, the seats decide. */
function* letIn(tx: Transaction, head: Head, user: UserId): Steps<Changed> {
  const entry = { user, role: Role.MEMBER, joinSeq: head.seq + 1, now: tx.now };
  const member = yield* enterMember(head, entry);
  const group = topicChange(head, head.version - 1, { members: [member] });
  return { streams: [yield* writeJoined(user, head), group] };
}

function* findPlace(conversation: ConversationId, user: UserId) {
  try {
    return yield* lockPlace(conversation, user);
  } catch (error) {
    // It ended with its last member, and players come in again.
    if (error instanceof OperationError && error.reason === 'UNKNOWN') return undefined;
    throw error;
  }
}
