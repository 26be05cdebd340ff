import { AppService, type KeyId } from '@hubbub/protocol';
import { rotateKey as storeRotation } from '../../store/key-store.ts';
import { createKeySecret } from '../account/tokens.ts';
import { noted } from '../audit/note.ts';
import type { OperatorOperation } from '../operation.ts';
import { operatorDoors, type AppNeeds } from './needs.ts';

const usualOverlapSeconds = 24 * 60 * 60;

export function rotateKey({
  apps,
}: AppNeeds): OperatorOperation<typeof AppService.method.rotateKey> {
  return {
    method: AppService.method.rotateKey,
    who: 'operator',
    cost: 1,
    idempotency: 'none',
    doors: operatorDoors,
    async run(call) {
      const { key, overlapSeconds = usualOverlapSeconds } = call.args;
      const { token: secret, hash } = createKeySecret();
      const rotation = { key: key as KeyId, hash, overlapMs: overlapSeconds * 1000 };
      const details = { overlapSeconds };
      const write = noted(call, storeRotation, ({ app }) => ({
        action: 'app.rotateKey',
        app,
        target: key,
        details,
      }));
      return { result: { key: await apps.systemWrite(write, rotation), secret } };
    },
  };
}
