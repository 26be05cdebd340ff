import { AppService } from '@hubbub/protocol';
import { suspendApp } from '../../store/app-store.ts';
import { noted } from '../audit/note.ts';
import type { OperatorOperation } from '../operation.ts';
import { changed, operatorDoors, shown, type AppNeeds } from './needs.ts';

/** Every node closes the app's sockets and refuses its calls as soon as it hears of it, within a second. */
export function suspend({ apps }: AppNeeds): OperatorOperation<typeof AppService.method.suspend> {
  return {
    method: AppService.method.suspend,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run(call) {
      const { name } = call.args;
      const note = { action: 'app.suspend', app: name, target: name };
      const app = await apps.systemWrite(noted(call, suspendApp, note), { name, suspended: true });
      return { result: { app: shown(app) }, emissions: changed(name) };
    },
  };
}
