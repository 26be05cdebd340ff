import { AppService } from '@hubbub/protocol';
import { readApp } from '../../store/app-store.ts';
import type { OperatorOperation } from '../operation.ts';
import { operatorDoors, shown, type AppNeeds } from './needs.ts';

export function get({ apps }: AppNeeds): OperatorOperation<typeof AppService.method.get> {
  return {
    method: AppService.method.get,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run({ args: { name } }) {
      return { result: { app: shown(await apps.systemRead(readApp, { name })) } };
    },
  };
}
