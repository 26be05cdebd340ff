import { GameService, OperationError } from '@hubbub/protocol';
import { findGame } from '../../store/game-store.ts';
import type { DeviceOperation } from '../operation.ts';
import type { GameNeeds } from './needs.ts';
import { requireVisible, takeSeat } from './seat.ts';

export function join(needs: GameNeeds): DeviceOperation<typeof GameService.method.join> {
  return {
    method: GameService.method.join,
    who: 'device',
    cost: 2,
    idempotency: 'natural',
    async run(call) {
      const { game: name, code } = call.args;
      if ((name === '') === (code === ''))
        throw new OperationError('FIELD', 'either game or code must be set');
      const row = await call.read(findGame, name === '' ? { code } : { name });
      if (row === undefined) throw new OperationError('UNKNOWN');
      return await takeSeat(needs, call, name === '' ? row : await requireVisible(row, call));
    },
  };
}
