// What the server knows of its apps: whose host and origin is whose, what credentials stand for, and the log of each that
// backends read.
import { resolve } from 'node:path';
import type { AppId } from '@hubbub/protocol';
import type { Config } from '../config/table.ts';
import { AppDirectory } from '../features/app/directory.ts';
import { EventLog } from '../features/event/log.ts';
import { createAuthenticator } from '../features/session/authenticate.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { operatorHash } from '../features/app/operator.ts';
import type { Store } from '../store/store.ts';

interface AppsParts {
  readonly config: Config;
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  readonly main: AppId;
  /** There are other nodes. */
  readonly isShared: boolean;
  /** The server speaks TLS itself. */
  readonly isTls: boolean;
  readonly onSuspended: (app: AppId) => void;
}

export function createApps({ config, store, bus, clock, report, main, ...more }: AppsParts) {
  const directory = new AppDirectory({
    store,
    main,
    origins: config.origins,
    schemes: config.environment === 'dev' ? ['https', 'http'] : ['https'],
    isTls: more.isTls,
    onSuspended: more.onSuspended,
  });
  const settingsOf = (app: AppId) => directory.settings(app);
  const authenticator = createAuthenticator(store, {
    settingsOf,
    requireOpen: (app) => directory.admit(app, undefined),
    operatorHash: operatorHash({
      given: config.operatorToken,
      folder: resolve(config.data),
      onTrouble: report,
    }),
  });
  const eventLog = new EventLog({
    store,
    clock,
    publish: (emission) => bus.publish(emission),
    main,
    isAlone: !more.isShared,
    apps: () => directory.all,
    report,
  });
  store.onLogged = () => eventLog.noteWrite();
  return { directory, authenticator, eventLog, settingsOf };
}
