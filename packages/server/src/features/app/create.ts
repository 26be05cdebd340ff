import { AppService, AppSettings_Devices, OperationError, randomKey } from '@hubbub/protocol';
import { createApp } from '../../store/app-store.ts';
import { noted } from '../audit/note.ts';
import type { OperatorOperation } from '../operation.ts';
import { changed, operatorDoors, shown, type AppNeeds } from './needs.ts';

const pattern = /^[a-z][a-z\d-]{0,30}[a-z\d]$/;

/** Idempotent: the name is the key. */
export function create({ apps }: AppNeeds): OperatorOperation<typeof AppService.method.create> {
  return {
    method: AppService.method.create,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run(call) {
      const { name, devices } = call.args;
      if (!pattern.test(name))
        throw new OperationError(
          'FIELD',
          'name: 2 to 32 small letters, digits and dashes; a letter first',
        );
      const details =
        devices === AppSettings_Devices.UNSPECIFIED
          ? {}
          : { devices: AppSettings_Devices[devices] };
      const note = { action: 'app.create', app: name, target: name, details };
      const write = noted(call, createApp, note);
      const { app, made } = await apps.systemWrite(write, { id: randomKey(), name, devices });
      return { result: { app: shown(app), repeated: !made }, emissions: changed(name) };
    },
  };
}
