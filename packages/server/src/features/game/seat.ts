// Taking a seat: reserved in the game, then stored (the player becomes a member of the group beside it), then entered, which
// is when the game's code hears of it. The state is told after the reply.
import {
  formatId,
  Game_State,
  OperationError,
  randomKey,
  type Game,
  type GameId,
} from '@hubbub/protocol';
import type { GameRef, SeatsState, SeatState } from '../../ports/placement.ts';
import { isOver, isPlayer, toGame, type GameRow } from '../../store/game-row.ts';
import { findGame, requireBeside, seatPlayer } from '../../store/game-store.ts';
import { emissionsOf } from '../emission.ts';
import type { DeviceCall, Outcome, UserCall } from '../operation.ts';
import type { GameNeeds } from './needs.ts';

export interface Seated {
  readonly game: Game;
  readonly seat: number;
  readonly repeated: boolean;
}

export function refOf(call: Pick<UserCall<unknown>, 'app'>, name: string): GameRef {
  return { app: call.app, id: name as GameId };
}

/** Throws UNKNOWN for a game that the caller may not know of: of another app, or private and not theirs. */
export async function requireVisible(
  row: GameRow | undefined,
  call: UserCall<unknown>,
): Promise<GameRow> {
  if (row === undefined) throw new OperationError('UNKNOWN');
  const { conversation } = row;
  const { user } = call.caller;
  if (row.private === 0 || isPlayer(row, user)) return row;
  await call.read(requireBeside, { conversation, user });
  return row;
}

/** Throws ENDED, LOCKED, FULL. */
export async function takeSeat(
  { games, gameKeeper, isHere }: GameNeeds,
  call: DeviceCall<unknown>,
  row: GameRow,
): Promise<Outcome<Seated>> {
  if (isOver(row)) throw new OperationError('ENDED');
  const { user } = call.caller;
  const ref = refOf(call, row.name);
  const { seat, isNew, state } = await games.reserve(ref, user);
  const streams = isNew ? await store() : [];
  const isConnected = () => isHere(call.app, call.caller);
  // Without a connection there is nothing to come back with.
  if (isNew || isConnected()) gameKeeper.enter(ref, call.caller, isConnected);
  const { conversation } = (streams.length > 0 && (await reread())) || row;
  const own = { number: seat, user, connected: isConnected() };
  const game = shown({ ...row, conversation }, state, own);
  return {
    result: { game: toGame(game, user), seat, repeated: !isNew },
    emissions: emissionsOf(call.app, streams),
  };

  async function store() {
    try {
      const conversation = formatId('cnv', randomKey());
      return (await call.write(seatPlayer, { name: row.name, user, conversation })).streams;
    } catch (error) {
      games.release(ref, user);
      throw error;
    }
  }

  /** The group may have been made for this player. */
  async function reread(): Promise<GameRow | undefined> {
    return await call.read(findGame, { name: row.name });
  }
}

/** The row's list of seats follows the game a moment later; this is the newest, with the player who comes. */
export function shown(row: GameRow, state: SeatsState, own: SeatState): GameRow {
  const others = state.seats.filter(({ user }) => user !== own.user);
  const seats = [...others, own].toSorted((a, b) => a.number - b.number);
  const isRunning = seats.length >= row.min_seats;
  return {
    ...row,
    seats: JSON.stringify(seats),
    taken: seats.length,
    state: isRunning ? Game_State.RUNNING : Game_State.WAITING,
    locked: state.isLocked ? 1 : 0,
  };
}
