// The table of operations, with hooks around those that have any. The others stay what they are: nothing on their paths asks
// whether there are hooks.
import { operationName } from '@hubbub/protocol';
import type { Operation } from '../features/operation.ts';
import { asks } from './asking.ts';
import { run, type AnyCall } from './call.ts';
import type { HookRunner } from './runner.ts';
import { tell } from './telling.ts';

export function withHooks(
  operations: readonly Operation[],
  runner: HookRunner,
): readonly Operation[] {
  return operations.map((operation) => hooked(operation, runner));
}

function hooked(operation: Operation, runner: HookRunner): Operation {
  const op = operationName(operation.method);
  const ask = asks[op];
  const hasBefore = ask !== undefined && runner.has('before', ask.hook);
  const hasAfter =
    (op === 'account.signUp' && runner.has('after', 'signUp')) ||
    ((op === 'message.send' || op === 'message.forward') && runner.has('after', 'send')) ||
    (operation.who === 'user' && (runner.has('after', 'join') || runner.has('after', 'leave')));
  if (!hasBefore && !hasAfter) return operation;
  const wrapped = async (call: AnyCall) => {
    const answer = await (hasBefore ? ask.run(call, { operation, runner }) : run(operation, call));
    if (hasAfter) tell(op, { call, answer, runner });
    return answer;
  };
  return { ...operation, run: wrapped } as unknown as Operation;
}
