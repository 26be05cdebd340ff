import { GameService } from '@hubbub/protocol';
import type { UserOperation } from '../operation.ts';
import type { GameNeeds } from './needs.ts';

export function types({ games }: GameNeeds): UserOperation<typeof GameService.method.types> {
  return {
    method: GameService.method.types,
    who: 'user',
    guests: true,
    cost: 1,
    idempotency: 'natural',
    async run() {
      const all = games.types.map(({ type, minSeats, maxSeats, tickRate, reconnectSeconds }) => ({
        type,
        minSeats,
        maxSeats,
        tickRate,
        holdSeconds: reconnectSeconds,
      }));
      return { result: { types: all } };
    },
  };
}
