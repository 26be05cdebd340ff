// docs/authorization.md: who may call what, from the operation table and the rows that test/contract/authorization tries.
import { AppKey_Scope, operationName } from '@hubbub/protocol';
import { scopeName, scopes } from '../packages/server/src/features/authorize.ts';
import type { Operation } from '../packages/server/src/features/operation.ts';
import { isForOperator, table, users } from '../test/contract/authorization/callers.ts';
import type { Kind } from '../test/contract/authorization/row.ts';
import { rows } from '../test/contract/authorization/rows.ts';
import { tableRow, writePage } from './generated-page.ts';

const operations = [...table.values()];
const scopeNames = Object.keys(scopes) as (keyof typeof scopes)[];
const credentials = ['nobody', 'device', 'token', ...scopeNames, 'operator'];

const places: Readonly<Record<Kind, string>> = {
  NOWHERE: 'nothing',
  ROOM: 'a room',
  GROUP: 'a group',
  INVITED: 'a group with a link',
  TOTP: 'a secret that is not confirmed',
  DEVICE: 'a device',
  APP: 'an app',
  FRIENDS: 'a circle of friends',
  GAME: 'a private game',
};

function mayCall(operation: Operation, credential: string): boolean {
  switch (operation.who) {
    case 'anyone':
      return true;
    case 'user':
      return ['device', 'token', scopeName(AppKey_Scope.ACT)].includes(credential);
    case 'device':
      return credential === 'device';
    case 'service':
      return (
        scopeName(operation.scope) === credential ||
        (credential === 'operator' && isForOperator(operation))
      );
    case 'operator':
      return credential === 'operator';
  }
}

function line(operation: Operation): string {
  const marks = credentials.map((one) => (mayCall(operation, one) ? 'yes' : ''));
  const doors = (operation.doors ?? ['socket', 'http', 'grpc']).join(', ');
  return tableRow(`\`${operationName(operation.method)}\``, doors, ...marks);
}

function cell(outcome: string | undefined): string {
  if (outcome === undefined) return '';
  return outcome === 'ok' ? 'yes' : `\`${outcome}\``;
}

function relations(operation: Operation): string[] {
  const name = operationName(operation.method);
  const row = rows[name];
  if (row?.users === undefined || new Set(row.users).size === 1) return [];
  const outcomes = users.map((_, i) => cell(row.users?.[i]));
  return [tableRow(`\`${name}\``, places[row.kind], ...outcomes)];
}

writePage('docs/authorization.md', 'scripts/generate-authorization-docs.ts', [
  '# Who may call what',
  '',
  'Every cell is tried through every door by `test/contract/authorization`; an operation without a row there fails. What a door',
  'does not offer is refused with `DOOR`, a call without a credential with `NOT_LOGGED_IN`, another kind of caller with `CALLER`,',
  'a key without the scope with `SCOPE`.',
  '',
  '## By credential',
  '',
  'A **device** is a login: its token, cookie or ticket. A **token** is one that the business made (a JWT): over a socket it opens',
  'a device, over HTTP and gRPC it speaks for the user and is none. A key with `act` speaks for the user that the header',
  '`hubbub-user` names. Neither keys nor the operator have sockets. A user who was disabled gets `DISABLED` for every credential',
  'and every operation that asks for one, session.open included; a device that lost its login to another one gets `REPLACED`.',
  '',
  tableRow('Operation', 'Doors', ...credentials),
  tableRow('---', '---', ...credentials.map(() => '---')),
  ...operations.map(line),
  '',
  '## Scopes of keys',
  '',
  ...scopeNames.map((name) => `- \`${name}\`: ${scopes[name].doc}`),
  '',
  '## By relation',
  '',
  "Tried on what is the owner's: a conversation or a game, in which the member is and the ex-member was, or a moment for",
  'friends. Member and ex-member are friends of the owner, the blocked one is blocked by the owner, and what is about a person is',
  'about the owner, or if the owner calls about the blocked one. Operations that are not here answer all users alike.',
  '',
  tableRow('Operation', 'Tried with', ...users),
  tableRow('---', '---', ...users.map(() => '---')),
  ...operations.flatMap(relations),
]);
