import { GameService, OperationError } from '@hubbub/protocol';
import { findOpenGames } from '../../store/game-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { makeGame } from './make.ts';
import type { GameNeeds } from './needs.ts';
import { cleanOptions } from './options.ts';
import { takeSeat } from './seat.ts';

/** Others may have been faster. */
const passing: ReadonlySet<string> = new Set(['FULL', 'LOCKED', 'ENDED', 'BUSY']);

export function joinOrCreate(
  needs: GameNeeds,
): DeviceOperation<typeof GameService.method.joinOrCreate> {
  return {
    method: GameService.method.joinOrCreate,
    who: 'device',
    guests: true,
    cost: 5,
    idempotency: 'natural',
    async run(call) {
      const { type } = call.args;
      const options = cleanOptions(call.args.options);
      for (const row of await call.read(findOpenGames, { type, options }))
        try {
          return await takeSeat(needs, call, row);
        } catch (error) {
          if (!(error instanceof OperationError) || !passing.has(error.reason)) throw error;
        }
      return await makeGame(needs, call, { type, options, isPrivate: false, clientKey: '' });
    },
  };
}
