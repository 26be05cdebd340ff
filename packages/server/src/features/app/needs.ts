// What the operations of the operator share: the store across apps, and how an app is shown.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { AppSchema, AppSettings_Devices, type App, type AppId } from '@hubbub/protocol';
import type { AppsEmission } from '../../ports/bus.ts';
import type { StoredApp } from '../../store/app-store.ts';
import type { Store } from '../../store/store.ts';

export interface AppNeeds {
  readonly apps: Pick<Store, 'systemRead' | 'systemWrite'>;
}

/** Operators come over HTTP or gRPC, never over a socket. */
export const operatorDoors = ['http', 'grpc'] as const;

/** The app as the operator sees it: what it signs with can be exchanged and never read. */
export function shown({ name, suspended, createdAt, settings }: StoredApp): App {
  const tokenKeys = settings.tokenKeys.map((key) => ({ ...key, key: '' }));
  return create(AppSchema, {
    name,
    suspended,
    createdAt: timestampFromMs(createdAt),
    settings: { ...settings, tokenKeys, devices: settings.devices || AppSettings_Devices.ALL },
  });
}

/** Every node reads the apps anew. */
export function changed(app: string): AppsEmission[] {
  return [{ type: 'apps', app: app as AppId }];
}
