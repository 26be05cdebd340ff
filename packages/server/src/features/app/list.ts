import { AppService } from '@hubbub/protocol';
import { readApps } from '../../store/app-store.ts';
import type { OperatorOperation } from '../operation.ts';
import { operatorDoors, shown, type AppNeeds } from './needs.ts';

export function list({ apps }: AppNeeds): OperatorOperation<typeof AppService.method.list> {
  return {
    method: AppService.method.list,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run() {
      return { result: { apps: (await apps.systemRead(readApps, {})).map(shown) } };
    },
  };
}
