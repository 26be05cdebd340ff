// Who may call an operation at all, by the kind of credential. What a user may do with what is in an app is decided inside the
// operations. docs/authorization.md and the matrix that tries every cell derive from the same table.
import { AppKey_Scope as Scope, OperationError } from '@hubbub/protocol';
import type { Caller, Operation, Principal } from './operation.ts';
import { scopeDocs } from './scopes.ts';

export const scopes = {
  act: { scope: Scope.ACT, doc: scopeDocs.act },
  users: { scope: Scope.USERS, doc: scopeDocs.users },
  send: { scope: Scope.SEND, doc: scopeDocs.send },
  events: { scope: Scope.EVENTS, doc: scopeDocs.events },
  moderate: { scope: Scope.MODERATE, doc: scopeDocs.moderate },
} as const;

export type ScopeName = keyof typeof scopes;

export function scopeName(scope: Scope): ScopeName {
  const names = Object.keys(scopes) as ScopeName[];
  const found = names.find((name) => scopes[name].scope === scope);
  if (found === undefined) throw new Error(`the scope ${scope} has no name`);
  return found;
}

/**
 * @param principal whom the credential stands for
 * @param caller a socket is logged in already
 */
export function authorize(
  operation: Operation,
  principal: Principal | undefined,
  caller: Caller | undefined,
): void {
  if (principal === undefined && caller === undefined) throw new OperationError('NOT_LOGGED_IN');
  const kind = principal?.kind ?? 'device';
  switch (operation.who) {
    case 'anyone':
      return;
    case 'user':
      if (principal?.kind === 'key') return requireActor(principal);
      if (kind === 'operator') throw new OperationError('CALLER', 'This is for users.');
      return refuseGuest(operation, principal, caller);
    case 'device':
      if (kind !== 'device')
        throw new OperationError('CALLER', 'This is for a device that is logged in.');
      return refuseGuest(operation, principal, caller);
    case 'service':
      if (kind === 'operator' && 'operator' in operation) return;
      if (principal?.kind !== 'key')
        throw new OperationError('CALLER', 'This is for backends with an app key.');
      return requireScope(principal.scopes, operation.scope);
    case 'operator':
      if (kind !== 'operator')
        throw new OperationError('CALLER', 'This is for the operator of the server.');
      return;
  }
}

/** What a backend does in a guest's name is the backend's affair. */
function refuseGuest(
  { guests }: { readonly guests?: true },
  principal: Principal | undefined,
  bound: Caller | undefined,
): void {
  const caller = principal?.kind === 'device' ? principal.login.caller : bound;
  if (caller?.guest === true && guests !== true) throw new OperationError('GUEST');
}

function requireActor({ scopes: held, user }: Extract<Principal, { kind: 'key' }>): void {
  requireScope(held, Scope.ACT);
  if (user === undefined)
    throw new OperationError('CALLER', 'Name the user to act for in the header hubbub-user.');
}

function requireScope(held: readonly Scope[], wanted: Scope): void {
  if (!held.includes(wanted)) throw new OperationError('SCOPE');
}
