import { AppService, AppKey_Scope, formatId, OperationError, randomKey } from '@hubbub/protocol';
import { createKey as storeKey } from '../../store/key-store.ts';
import { scopeName } from '../authorize.ts';
import { createKeySecret } from '../account/tokens.ts';
import { noted } from '../audit/note.ts';
import type { OperatorOperation } from '../operation.ts';
import { operatorDoors, type AppNeeds } from './needs.ts';

/** Not idempotent: the secret is said once, and who did not hear it makes another key. */
export function createKey({
  apps,
}: AppNeeds): OperatorOperation<typeof AppService.method.createKey> {
  return {
    method: AppService.method.createKey,
    who: 'operator',
    cost: 1,
    idempotency: 'none',
    doors: operatorDoors,
    async run(call) {
      const { name, title, scopes } = call.args;
      if (scopes.includes(AppKey_Scope.UNSPECIFIED))
        throw new OperationError('FIELD', 'scopes: ACT, USERS, SEND or EVENTS');
      const { token: secret, hash } = createKeySecret();
      const id = formatId('key', randomKey());
      const details = { title, scopes: scopes.map(scopeName) };
      const write = noted(call, storeKey, {
        action: 'app.createKey',
        app: name,
        target: id,
        details,
      });
      const key = await apps.systemWrite(write, { key: id, name, title, scopes, hash });
      return { result: { key, secret } };
    },
  };
}
