import { AppService, type KeyId } from '@hubbub/protocol';
import { revokeKey as storeRevocation } from '../../store/key-store.ts';
import { noted } from '../audit/note.ts';
import type { OperatorOperation } from '../operation.ts';
import { changed, operatorDoors, type AppNeeds } from './needs.ts';

/** Keys are looked up at every call, so it is dead at once; what is being answered still ends within a second. */
export function revokeKey({
  apps,
}: AppNeeds): OperatorOperation<typeof AppService.method.revokeKey> {
  return {
    method: AppService.method.revokeKey,
    who: 'operator',
    cost: 1,
    idempotency: 'none',
    doors: operatorDoors,
    async run(call) {
      const key = call.args.key as KeyId;
      const write = noted(call, storeRevocation, (revoked) => ({
        action: 'app.revokeKey',
        app: revoked.app,
        target: key,
      }));
      const { app } = await apps.systemWrite(write, { key });
      return { result: {}, emissions: changed(app) };
    },
  };
}
