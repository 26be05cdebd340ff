import { GameService, OperationError } from '@hubbub/protocol';
import type { DeviceOperation } from '../operation.ts';
import type { GameNeeds } from './needs.ts';
import { refOf } from './seat.ts';

const mostBytes = 1024;

/** The seat pays by a rate of its own, not its connection: playing leaves tokens for talking. */
export function input({ games }: GameNeeds): DeviceOperation<typeof GameService.method.input> {
  return {
    method: GameService.method.input,
    who: 'device',
    guests: true,
    cost: 0,
    idempotency: 'none',
    volatile: true,
    async run(call) {
      const { game, input: text } = call.args;
      if (text.length * 3 > mostBytes && Buffer.byteLength(text) > mostBytes)
        throw new OperationError('FIELD', `input has more than ${mostBytes} bytes`);
      await games.input(refOf(call, game), call.caller, text);
      return { result: {} };
    },
  };
}
