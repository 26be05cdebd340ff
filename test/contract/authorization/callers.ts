// Who there is to call, and what the operation table says of each. Pure: the docs are made of it too.
import { operationName, type OperationName } from '@hubbub/protocol';
import { scopeName } from '../../../packages/server/src/features/authorize.ts';
import { operations } from '../../../packages/server/src/features/index.ts';
import type { Door, Operation } from '../../../packages/server/src/features/operation.ts';
import type { Expected, Row } from './row.ts';
import { rows } from './rows.ts';

/**
 * Member and ex-member are friends of the owner and of each other, the blocked one is blocked by the owner and else a stranger.
 * The last three are a muted member, an admin and one who was banned, which is tried where it is not as for an ex-member; where a
 * row says nothing of them they are not tried.
 */
export const users = [
  'stranger',
  'member',
  'ex-member',
  'owner',
  'blocked',
  'other app',
  'muted',
  'admin',
  'banned',
] as const;
/** `act` acts for the owner, `act for nobody` names no user; `token` is one the business made, for somebody new. */
export const keys = ['act', 'act for nobody', 'users', 'send', 'events', 'moderate'] as const;
/**
 * One and the same user, who may not come in any more, by a device, by a token of the business, by a key that acts for it; and a
 * device that has lost its login to another.
 */
const out = {
  disabled: 'DISABLED',
  'token of the disabled': 'DISABLED',
  'act for the disabled': 'DISABLED',
  replaced: 'REPLACED',
} as const;
type Out = keyof typeof out;
const outside = Object.keys(out) as Out[];
export const callers = ['anonymous', ...users, 'token', ...outside, ...keys, 'operator'] as const;
export type User = (typeof users)[number];
export type Caller = (typeof callers)[number];
export const doors: readonly Door[] = ['socket', 'http', 'grpc'];

// Nothing of the table is run, so nothing that it needs is used.
export const table: ReadonlyMap<OperationName, Operation> = new Map(
  operations({} as never).map((one) => [operationName(one.method), one]),
);

/** Undefined where there is nothing to try: neither a key nor the operator ever has a socket. */
export function expected(op: OperationName, caller: Caller, door: Door): Expected | undefined {
  const operation = table.get(op);
  const row = rows[op];
  if (operation === undefined || row === undefined) throw new Error(`${op} has no row in rows.ts`);
  if (door === 'socket' && hasNoSocket(caller)) return undefined;
  // It gets no further than session.open.
  if (door === 'socket' && isOut(caller)) return out[caller];
  const open: readonly Door[] = operation.doors ?? doors;
  if (!open.includes(door)) return 'DOOR';
  if (operation.who === 'anyone') return row.all;
  if (caller === 'anonymous') return 'NOT_LOGGED_IN';
  // No operation has a word in it.
  if (isOut(caller)) return out[caller];
  if (caller === 'operator') return isForOperator(operation) ? row.all : 'CALLER';
  if (isKey(caller)) return expectedOfKey(operation, row, caller);
  if (operation.who === 'service' || operation.who === 'operator') return 'CALLER';
  // Over a socket it made a device; elsewhere it is none.
  if (caller === 'token' && operation.who === 'device' && door !== 'socket') return 'CALLER';
  return row.users?.[users.indexOf(caller === 'token' ? 'stranger' : caller)];
}

function expectedOfKey(operation: Operation, row: Row, key: (typeof keys)[number]) {
  const scope = key === 'act for nobody' ? 'act' : key;
  if (operation.who === 'service') return scopeName(operation.scope) === scope ? row.all : 'SCOPE';
  if (operation.who !== 'user') return 'CALLER';
  if (scope !== 'act') return 'SCOPE';
  return key === 'act' ? row.users?.[users.indexOf('owner')] : 'CALLER';
}

export function isForOperator(operation: Operation): boolean {
  return operation.who === 'operator' || 'operator' in operation;
}

function hasNoSocket(caller: Caller): boolean {
  return isKey(caller) || caller === 'act for the disabled' || caller === 'operator';
}

function isOut(caller: Caller): caller is Out {
  return caller in out;
}

export function isKey(caller: Caller): caller is (typeof keys)[number] {
  return (keys as readonly string[]).includes(caller);
}

/** They are in a place only where they are to try something. */
export function isBrought(caller: Caller): caller is 'muted' | 'admin' | 'banned' {
  return caller === 'muted' || caller === 'admin' || caller === 'banned';
}
