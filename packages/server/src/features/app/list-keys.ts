import { AppService } from '@hubbub/protocol';
import { listKeys as readKeys } from '../../store/key-store.ts';
import type { OperatorOperation } from '../operation.ts';
import { operatorDoors, type AppNeeds } from './needs.ts';

export function listKeys({ apps }: AppNeeds): OperatorOperation<typeof AppService.method.listKeys> {
  return {
    method: AppService.method.listKeys,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run({ args: { name } }) {
      return { result: { keys: [...(await apps.systemRead(readKeys, { name }))] } };
    },
  };
}
