// The row of a game as the store reads it and as callers are shown it.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { formatId, Game_State, GameSchema, type Game, type UserId } from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import type { Database } from './schema.ts';

export const gameColumns = [
  'g.id',
  'g.name',
  'g.type',
  'g.state',
  'g.private',
  'g.locked',
  'g.fixed',
  'g.min_seats',
  'g.max_seats',
  'g.taken',
  'g.seats',
  'g.options',
  'g.conversation',
  'g.code',
  'g.ending',
  'g.result',
  'g.checkpoint',
  'g.node',
  'g.created_at',
] as const;

export type GameRow = Omit<
  Selectable<Database['game']>,
  'app' | 'lobby' | 'lease_until' | 'ended_at'
>;

interface SeatRow {
  readonly number: number;
  readonly user: string;
  readonly connected: boolean;
}

export function seatsOf(row: Pick<GameRow, 'seats'>): readonly SeatRow[] {
  return JSON.parse(row.seats) as readonly SeatRow[];
}

export function isPlayer(row: Pick<GameRow, 'seats'>, user: UserId): boolean {
  return seatsOf(row).some((seat) => seat.user === user);
}

/** What everybody may know of it; players are told how to chat beside it, and how to bring others in. */
export function toGame(row: GameRow, user: UserId): Game {
  const isIn = isPlayer(row, user);
  return create(GameSchema, {
    id: row.name,
    type: row.type,
    state: row.state,
    private: row.private === 1,
    locked: row.locked === 1,
    minSeats: row.min_seats,
    maxSeats: row.max_seats,
    seats: seatsOf(row).map((seat) => ({ ...seat })),
    options: row.options,
    conversation: isIn && row.conversation !== 0 ? formatId('cnv', row.conversation) : '',
    code: isIn ? (row.code ?? '') : '',
    createdAt: timestampFromMs(row.created_at),
    end: row.ending,
    result: row.result,
  });
}

export function isOver({ state }: Pick<GameRow, 'state'>): boolean {
  return state === Game_State.ENDED;
}
