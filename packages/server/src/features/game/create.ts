import { GameService } from '@hubbub/protocol';
import { seatsOf, toGame, type GameRow } from '../../store/game-row.ts';
import { findCreatedGame } from '../../store/game-store.ts';
import type { Outcome, DeviceCall, DeviceOperation } from '../operation.ts';
import { makeGame } from './make.ts';
import type { GameNeeds } from './needs.ts';
import { cleanOptions } from './options.ts';
import type { Seated } from './seat.ts';

type Create = DeviceOperation<typeof GameService.method.create>;

export function create(needs: GameNeeds): Create {
  return {
    method: GameService.method.create,
    who: 'device',
    guests: true,
    cost: 5,
    idempotency: 'clientKey',
    async run(call) {
      // Before any code of a game runs for it.
      const earlier = await repeatedGame(call);
      if (earlier !== undefined) return earlier;
      const { type, options, private: isPrivate, clientKey } = call.args;
      return await makeGame(needs, call, {
        type,
        options: cleanOptions(options),
        isPrivate,
        clientKey,
      });
    },
    repeated: repeatedGame,
  };
}

async function repeatedGame(
  call: DeviceCall<{ readonly clientKey: string }>,
): Promise<Outcome<Seated> | undefined> {
  const { clientKey } = call.args;
  if (clientKey === '') return undefined;
  const { user } = call.caller;
  const row = await call.read(findCreatedGame, { user, clientKey, digest: call.digest });
  return row && { result: { game: toGame(row, user), seat: seatOf(row, user), repeated: true } };
}

function seatOf(row: GameRow, user: string): number {
  return seatsOf(row).find((seat) => seat.user === user)?.number ?? 0;
}
