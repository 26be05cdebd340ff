import { GameService } from '@hubbub/protocol';
import { toGame } from '../../store/game-row.ts';
import { findGame } from '../../store/game-store.ts';
import type { UserOperation } from '../operation.ts';
import { requireVisible } from './seat.ts';

export const get: UserOperation<typeof GameService.method.get> = {
  method: GameService.method.get,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const row = await requireVisible(await call.read(findGame, { name: call.args.game }), call);
    return { result: { game: toGame(row, call.caller.user) } };
  },
};
