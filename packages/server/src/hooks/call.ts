// A call as hooks hand it on: with other arguments, or with a write that is watched.
import type { Message } from '@bufbuild/protobuf';
import type { Operation, Outcome, UserCall } from '../features/operation.ts';
import type { Write } from '../store/statement.ts';
import type { Where } from './context.ts';
import type { HookRunner } from './runner.ts';

/** A call whose arguments only its operation knows. */
export type AnyCall = UserCall<Message & Readonly<Record<string, unknown>>>;
export type Answer = Outcome<Readonly<Record<string, unknown>>>;

export interface Asking {
  readonly operation: Operation;
  readonly runner: HookRunner;
}

/** Where it happens, for hooks: all of the call that they keep. */
export function whereOf({ app, door, address }: Where): Where {
  return { app, door, address };
}

export function run(operation: Operation, call: AnyCall): Promise<Answer> {
  return operation.run(call as never) as Promise<Answer>;
}

/** With new values in its args; its digest stays that of what the caller sent. */
export function withArgs(call: AnyCall, changes: Readonly<Record<string, unknown>>): AnyCall {
  return standIn(call, { args: { ...call.args, ...changes } });
}

export function withWrite(call: AnyCall, wrap: <A, R>(write: Write<A, R>) => Write<A, R>): AnyCall {
  return standIn(call, { write: (write, args) => call.write(wrap(write), args) });
}

/** All that it does not have itself is the call's own, whatever a call may come to hold. */
function standIn(call: AnyCall, own: Partial<AnyCall>): AnyCall {
  return new Proxy(call, {
    get(target, key): unknown {
      if (Object.hasOwn(own, key)) return Reflect.get(own, key);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
