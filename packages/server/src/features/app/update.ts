import { clone, toJson } from '@bufbuild/protobuf';
import {
  AppService,
  AppUpdateRequestSchema,
  AppSettings_Devices,
  OperationError,
  type AppSettings,
  type AppUpdateRequest,
  type TokenKey,
} from '@hubbub/protocol';
import { updateApp, type StoredApp } from '../../store/app-store.ts';
import { noted } from '../audit/note.ts';
import type { OperatorOperation } from '../operation.ts';
import { importKey } from '../session/business-token.ts';
import { changed, operatorDoors, shown, type AppNeeds } from './needs.ts';

const hostPattern = /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/;
const mostTokenKeys = 20;

/** Only what is given changes. */
export function update({ apps }: AppNeeds): OperatorOperation<typeof AppService.method.update> {
  return {
    method: AppService.method.update,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run(call) {
      const { args } = call;
      checkNames(args);
      await Promise.all(args.addTokenKeys.map(checkKey));
      const change = (before: AppSettings, others: readonly StoredApp[]) =>
        merged(before, { args, others });
      const { name } = args;
      const note = { action: 'app.update', app: name, target: name, details: detailsOf(args) };
      const app = await apps.systemWrite(noted(call, updateApp, note), { name, change });
      return { result: { app: shown(app) }, emissions: changed(name) };
    },
  };
}

/** What was said; of keys their ids alone. */
function detailsOf(args: AppUpdateRequest): object {
  const said = {
    ...clone(AppUpdateRequestSchema, args),
    addTokenKeys: [],
    removeTokenKeys: [],
    name: '',
  };
  const ids = args.addTokenKeys.map(({ id }) => id);
  return {
    ...(toJson(AppUpdateRequestSchema, said) as object),
    ...(ids.length > 0 && { addTokenKeys: ids }),
    ...(args.removeTokenKeys.length > 0 && { removeTokenKeys: args.removeTokenKeys }),
  };
}

function checkNames({ hosts, origins }: AppUpdateRequest): void {
  for (const host of hosts?.names ?? [])
    if (!hostPattern.test(host) || host === 'localhost')
      throw new OperationError(
        'FIELD',
        `hosts: "${host}" is no host name of an app; write it in small letters and without a port`,
      );
  for (const origin of origins?.names ?? [])
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new OperationError(
        'FIELD',
        `origins: "${origin}" is no origin; write it like https://chat.example.com`,
      );
}

async function checkKey(key: TokenKey): Promise<void> {
  try {
    await importKey(key);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperationError('FIELD', `addTokenKeys: the key "${key.id}" cannot be used: ${why}`);
  }
}

interface Change {
  readonly args: AppUpdateRequest;
  readonly others: readonly StoredApp[];
}

function merged(before: AppSettings, { args, others }: Change): AppSettings {
  const hosts = args.hosts?.names ?? before.hosts;
  const taken = new Set(others.flatMap(({ settings }) => settings.hosts));
  const double = hosts.find((host) => taken.has(host));
  if (double !== undefined)
    throw new OperationError('TAKEN', `The host name ${double} is another app's.`);
  const gone = new Set([...args.removeTokenKeys, ...args.addTokenKeys.map(({ id }) => id)]);
  const tokenKeys = [...before.tokenKeys.filter(({ id }) => !gone.has(id)), ...args.addTokenKeys];
  if (tokenKeys.length > mostTokenKeys) throw new OperationError('FULL');
  const { quota = before.quota, eventLog = before.eventLog } = args;
  const devices = args.devices === AppSettings_Devices.UNSPECIFIED ? before.devices : args.devices;
  const origins = args.origins?.names ?? before.origins;
  return {
    ...before,
    hosts: [...new Set(hosts)],
    origins: [...new Set(origins)],
    tokenKeys,
    devices,
    ...(quota && { quota }),
    ...(eventLog && { eventLog }),
  };
}
