// The composition root: reads like a parts list and is the only file that knows every implementation. `start`
// runs a whole server inside any process.
import { resolve } from 'node:path';
import type { AppId } from '@hubbub/protocol';
import { Health } from './api/grpc-health.ts';
import { securityHeaders } from './api/headers.ts';
import type { Authenticate } from './api/router.ts';
import { openCertificate } from './certificate.ts';
import { defaults, type Config } from './config/table.ts';
import { Dispatch, type Door } from './dispatch.ts';
import { operations } from './features/index.ts';
import { sessionCookie } from './gateway/cookies.ts';
import { Gateway } from './gateway/gateway.ts';
import type { PasswordCost } from './features/account/hashing.ts';
import type { Hooks } from './hooks/define.ts';
import { startHooks } from './hooks/start.ts';
import { createAccounts } from './parts/accounts.ts';
import { arrivals } from './parts/arrivals.ts';
import { startBlobs } from './parts/blobs.ts';
import { createApps } from './parts/apps.ts';
import { Checking } from './parts/checking.ts';
import { joinCluster } from './parts/cluster.ts';
import { watchEpoch } from './parts/epoch-watch.ts';
import { gatewayLimits } from './parts/gateway-limits.ts';
import { drain } from './parts/draining.ts';
import { openGrpc } from './parts/grpc.ts';
import { httpPages } from './parts/http-pages.ts';
import { cannotListen, nameOf } from './parts/listening.ts';
import { LastSeen } from './parts/last-seen.ts';
import { Observing } from './parts/observing.ts';
import { operationLimits, operationRates } from './parts/operation-limits.ts';
import { createSearching } from './parts/searching.ts';
import { streamReads } from './parts/stream-reads.ts';
import { createPlaying, type OwnGames } from './parts/playing.ts';
import { createPushing } from './parts/pushing.ts';
import type { Blobs } from './ports/blob.ts';
import type { Bus } from './ports/bus.ts';
import { systemClock, type Clock } from './ports/clock.ts';
import { Compilers } from './priority.ts';
import * as api from './public.ts';
import { noteRunning } from './store/running-file.ts';
import { databasePath } from './store/folder.ts';
import { openStore } from './store/store.ts';

export interface Server {
  readonly port: number;
  /** Where people and clients find it, e.g. http://localhost:8080 */
  readonly url: string;
  /** Where other services find the gRPC door, e.g. localhost:50051; undefined while it is closed. */
  readonly grpc: string | undefined;
  /** Reads the certificate again. */
  reload(): void;
  /** Drains: what is in flight finishes, sockets are told to come back, the database is left tidy. */
  stop(): Promise<void>;
}

/** What is given as values: other implementations of the ports, e.g. a bus that joins several nodes; hooks. */
export interface Adapters extends OwnGames {
  readonly bus?: Bus;
  readonly clock?: Clock;
  readonly blobs?: Blobs;
  /** The program's own, asked before those of the folder. */
  readonly hooks?: readonly Hooks[];
  /** Of new hashes; for tests, which make more accounts than they want to compute for. */
  readonly passwordCost?: PasswordCost;
}

const main = 'main' as AppId;
/** What the operator says holds on every node within this. */
const appsMs = 1_000;
/** A compiler that came meanwhile competes with the loop for as long. */
const compilersMs = 1_000;
/** Users of a node that died are gone after five of these at the latest. */
const presenceBeatMs = 5_000;

/** Throws StartupError when the server cannot start; its message says how to fix it. */
export async function start(
  options: Partial<Config> = {},
  adapters: Adapters = {},
): Promise<Server> {
  const config: Config = { ...defaults(), ...options };
  const clock = adapters.clock ?? systemClock;
  const observing = await Observing.create(config, clock);
  try {
    return await startObserved(config, { adapters, clock, observing });
  } catch (error) {
    await observing.close();
    throw error;
  }
}

interface StartParts {
  readonly adapters: Adapters;
  readonly clock: Clock;
  readonly observing: Observing;
}

async function startObserved(
  config: Config,
  { adapters, clock, observing }: StartParts,
): Promise<Server> {
  const { log, report } = observing;
  const hooks = await startHooks({
    folder: config.hooks,
    values: adapters.hooks ?? [],
    api: { ...api, start },
    limitMs: config.hookMs,
    clock,
    report: (problem, context) => log.error(context, problem),
  });
  const certificate = openCertificate({ ...config, clock, report });
  const isTls = certificate !== undefined || config.proxies.length > 0;
  const dataDir = resolve(config.data);
  let disown: () => void = () => undefined;
  const store = await openStore({
    database: config.database,
    dataDir,
    clock: () => clock.now(),
    onTrouble: report,
    onCommit: observing.onCommit,
    share: adapters.bus === undefined && config.bus === '' ? 'alone' : 'cluster',
    onDisowned: (cause) => {
      report('another process has taken the database over', cause);
      disown();
    },
  });
  // An app that was seen once is answered from memory, so that writes keep the order of their calls.
  await store.app(main);
  const cluster = await joinCluster({
    config,
    bus: adapters.bus,
    clock,
    log,
    report,
    name: store.epoch,
  });
  const { bus, limiters } = cluster;
  const blobs = adapters.blobs ?? (await startBlobs(config));
  const shared = { config, store, bus, clock, report };
  const accounts = createAccounts({
    ...shared,
    blobs,
    isTls: certificate !== undefined,
    makeLimiter: limiters?.make,
    passwordCost: adapters.passwordCost,
    port: () => port,
  });
  const playing = createPlaying({
    ...shared,
    own: adapters,
    isShared: cluster.isShared,
    app: main,
    isHere: (app, sitter) => gateway.isHere(app, sitter),
  });
  let wakeOutbox: () => void = () => undefined;
  const { directory, authenticator, eventLog, settingsOf } = createApps({
    ...shared,
    main,
    isShared: cluster.isShared,
    isTls: certificate !== undefined,
    onSuspended: (app) => gateway.closeApp(app),
  });
  const pushing = await createPushing({
    ...shared,
    count: observing.countPush,
    attended: (users) => gateway.attended(users),
  });
  const searching = createSearching({ ...shared, make: limiters?.make });
  const dispatch = new Dispatch({
    operations: observing.noted(
      hooks.around(
        operations({
          authenticator,
          ...accounts.needs,
          epoch: () => store.epoch,
          ...operationLimits(config, directory),
          admit: hooks.admit,
          blobs,
          ...playing.needs,
          apps: directory.writing,
          settingsOf,
          eventLog,
          ...searching.needs,
          ...pushing.needs,
        }),
      ),
    ),
    storage: store,
    bus,
    clock,
    rates: operationRates(config, { directory, make: limiters?.make }),
    apps: directory,
    timeLimitMs: config.timeLimitMs,
    report: observing.note,
    count: observing.count,
    tracing: observing.tracing,
    wakeOutbox: () => wakeOutbox(),
  });

  const appOfHost = (host: string) => directory.ofHost(host);
  const authenticate: Authenticate = (credential) => authenticator.identify(credential);
  const isOpen = (door: Door) => config.doors.includes(door);
  const browsers = {
    dispatch,
    isAllowedOrigin: (origin: string, host: string) => directory.isAllowedOrigin(origin, host),
    cookie: sessionCookie(isTls),
    authenticate,
  };
  const secure = securityHeaders(isTls);
  const http = httpPages({ config, observing, browsers, secure });
  const lastSeen = new LastSeen({ store, clock, report });
  const gateway: Gateway = new Gateway({
    host: config.host,
    port: config.port,
    tls: certificate?.tls,
    app: main,
    appOfHost,
    quotaOf: (app) => directory.settings(app)?.quota,
    proxies: config.proxies,
    isAllowedOrigin: browsers.isAllowedOrigin,
    cookie: browsers.cookie,
    dispatch,
    clock,
    http,
    secure,
    sockets: isOpen('socket'),
    report,
    reads: streamReads(store),
    limits: gatewayLimits(config),
    mayOpen: arrivals(config, limiters?.make),
    stillValid: (app, devices) => authenticator.stillValid(app, devices),
    onSeen: (app, user) => lastSeen.note(app, user),
    replaced: (app, devices) => authenticator.replaced(app, devices),
    onLoggedIn: hooks.connected,
    onClosed: (reason, session) => {
      observing.countClose(reason);
      hooks.disconnected?.(reason, session);
      playing.left(session);
    },
    others: cluster.isShared
      ? { publish: (emission) => bus.publish(emission), beatMs: presenceBeatMs }
      : undefined,
  });
  bus.listen(
    (emission) => {
      if (emission.type === 'log') eventLog.receive(emission);
      else if (emission.type === 'apps') void refreshApps();
      else if (emission.type === 'gameCall') playing.hear(emission);
      else gateway.receive(emission);
      if (emission.type !== 'stream') return;
      searching.indexer.receive(emission);
      pushing.receive(emission);
    },
    () => gateway.catchUp(),
  );
  const health = new Health();
  const grpc = isOpen('grpc')
    ? openGrpc({
        config,
        clock,
        tls: certificate?.tls,
        door: { dispatch, authenticate, app: main, appOfHost, health, report },
      })
    : undefined;

  const path =
    store.engine === 'sqlite' ? databasePath(resolve(config.database || dataDir)) : undefined;
  const checking = new Checking({ path, clock, report });
  observing.watch({ store, dispatch, gateway, grpc, bus, certificate, checking });
  await directory.refresh();
  const giveUp = async () => {
    checking.stop();
    await playing.close();
    await bus.close();
    limiters?.close();
    await store.close();
  };
  let port: number;
  try {
    await playing.open();
    port = gateway.start();
  } catch (error) {
    await giveUp();
    throw cannotListen(error, { flag: 'port', host: config.host, port: config.port });
  }
  let grpcPort: number | undefined;
  try {
    grpcPort = await grpc?.listen();
  } catch (error) {
    await gateway.stop();
    await giveUp();
    const { grpcHost, grpcPort: wanted } = config;
    throw cannotListen(error, { flag: 'grpc-port', host: grpcHost, port: wanted });
  }
  certificate?.onRenewed((tls) => {
    gateway.renew(tls);
    grpc?.renew(tls);
    log.warn({}, 'the certificate was renewed');
  });
  const outbox = accounts.start((one) => gateway.receive(one));
  wakeOutbox = () => outbox.wake();
  eventLog.start();
  searching.indexer.start();
  pushing.start();
  const compilers = new Compilers();
  compilers.giveWay();
  const stopCompilers = clock.every(compilersMs, () => compilers.giveWay());
  const stopApps = clock.every(appsMs, () => void refreshApps());
  const stopEpoch = watchEpoch({
    store,
    clock,
    everyMs: config.headsMs,
    report,
    onNew: () => {
      log.warn({}, 'the database was put back to another state: all sockets begin anew');
      searching.indexer.forget();
      gateway.closeAll('EPOCH');
    },
  });

  const url = `${certificate ? 'https' : 'http'}://${nameOf(config.host)}:${port}`;
  if (isOpen('http')) noteRunning(dataDir, { url, pid: process.pid });
  observing.tell('started', { port });
  let stopping: Promise<void> | undefined;
  const own = { ...shared, dataDir, observing, dispatch, gateway, health, grpc, limiters };
  const watches = [
    stopEpoch,
    () => certificate?.stop(),
    stopApps,
    stopCompilers,
    () => checking.stop(),
  ];
  const followers = [lastSeen, outbox, pushing, searching.indexer, eventLog];
  const stop = () => (stopping ??= drain({ ...own, playing, watches, followers, hooks }));
  disown = () => void stop();
  return {
    port,
    url,
    grpc: grpcPort === undefined ? undefined : `${nameOf(config.grpcHost)}:${grpcPort}`,
    reload() {
      certificate?.reload();
      log.reopen();
    },
    stop,
  };

  async function refreshApps(): Promise<void> {
    try {
      await directory.refresh();
      dispatch.checkStreams();
    } catch (cause) {
      report('could not read the apps', cause);
    }
  }
}
