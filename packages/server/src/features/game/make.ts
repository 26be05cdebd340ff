// Making a game: its code runs first, so that one that refuses its options leaves nothing behind, then it is stored with its
// maker in it.
import { formatId, OperationError, randomKey } from '@hubbub/protocol';
import type { GameRef } from '../../ports/placement.ts';
import { toGame } from '../../store/game-row.ts';
import { createGame } from '../../store/game-store.ts';
import { emissionsOf } from '../emission.ts';
import type { DeviceCall, Outcome } from '../operation.ts';
import type { GameNeeds } from './needs.ts';
import { refOf, shown, type Seated } from './seat.ts';

export interface Making {
  readonly type: string;
  readonly options: string;
  readonly isPrivate: boolean;
  readonly clientKey: string;
}

/** 65 random bits: with it anybody may come in, so nobody should guess it. */
const codeLength = 13;
const codeLetters = '0123456789abcdefghjkmnpqrstvwxyz';

/** Throws NO_TYPE, INPUT, FULL. */
export async function makeGame(
  { games, gameKeeper, isHere }: GameNeeds,
  call: DeviceCall<unknown>,
  making: Making,
): Promise<Outcome<Seated>> {
  const { user } = call.caller;
  const type = games.types.find((one) => one.type === making.type);
  if (type === undefined) throw new OperationError('NO_TYPE');
  const id = randomKey();
  const name = formatId('gam', id);
  const ref = refOf(call, name);
  const { options, isPrivate } = making;
  await games.start(ref, { type: type.type, options, isFixed: false, seed: randomKey() });
  const { reserved, made } = await orStop(ref, async () => ({
    reserved: await games.reserve(ref, user),
    made: await call.write(createGame, {
      id,
      name,
      type: type.type,
      isPrivate,
      isFixed: false,
      minSeats: type.minSeats,
      maxSeats: type.maxSeats,
      options,
      code: isPrivate ? randomCode() : null,
      node: gameKeeper.node,
      leaseMs: gameKeeper.leaseMs,
      user,
      conversation: formatId('cnv', randomKey()),
      clientKey: making.clientKey === '' ? name : making.clientKey,
      digest: call.digest,
    }),
  }));
  if (made.repeated) {
    games.stop(ref, 'ABANDONED');
    return { result: { game: toGame(made.game, user), seat: 0, repeated: true } };
  }
  const isConnected = () => isHere(call.app, call.caller);
  gameKeeper.enter(ref, call.caller, isConnected);
  const { seat, state } = reserved;
  const game = shown(made.game, state, { number: seat, user, connected: isConnected() });
  return {
    result: { game: toGame(game, user), seat, repeated: false },
    emissions: emissionsOf(call.app, made.streams),
  };

  async function orStop<T>(started: GameRef, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      games.stop(started, 'ABANDONED');
      throw error;
    }
  }
}

function randomCode(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(codeLength)), (byte) =>
    codeLetters.charAt(byte & 31),
  ).join('');
}
