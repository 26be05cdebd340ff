import { GameService, OperationError } from '@hubbub/protocol';
import { isOver, isPlayer } from '../../store/game-row.ts';
import { findGame } from '../../store/game-store.ts';
import type { UserOperation } from '../operation.ts';
import type { GameNeeds } from './needs.ts';
import { refOf, requireVisible } from './seat.ts';

/** Of a game that is over there is nothing to leave; its chat is left like any other. */
export function leave({
  games,
  gameKeeper,
}: GameNeeds): UserOperation<typeof GameService.method.leave> {
  return {
    method: GameService.method.leave,
    who: 'user',
    cost: 2,
    idempotency: 'natural',
    async run(call) {
      const ref = refOf(call, call.args.game);
      const { user } = call.caller;
      const row = await requireVisible(await call.read(findGame, { name: ref.id }), call);
      if (isOver(row)) return { result: {} };
      try {
        await games.leave(ref, user);
      } catch (error) {
        const isEnding = error instanceof OperationError && error.reason === 'ENDED';
        if (!isEnding || !isPlayer(row, user)) throw error;
      }
      // Answered when it is stored.
      await gameKeeper.settled(ref);
      return { result: {} };
    },
  };
}
