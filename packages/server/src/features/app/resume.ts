import { AppService } from '@hubbub/protocol';
import { suspendApp } from '../../store/app-store.ts';
import { noted } from '../audit/note.ts';
import type { OperatorOperation } from '../operation.ts';
import { changed, operatorDoors, shown, type AppNeeds } from './needs.ts';

/** Everything is as it was: nothing was deleted. */
export function resume({ apps }: AppNeeds): OperatorOperation<typeof AppService.method.resume> {
  return {
    method: AppService.method.resume,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run(call) {
      const { name } = call.args;
      const note = { action: 'app.resume', app: name, target: name };
      const app = await apps.systemWrite(noted(call, suspendApp, note), { name, suspended: false });
      return { result: { app: shown(app) }, emissions: changed(name) };
    },
  };
}
