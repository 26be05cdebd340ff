// The composition root: reads like a parts list and is the only file that knows every implementation. `start`
// runs a whole server inside any process.
import { resolve } from 'node:path';
import type { AppId } from '@hubbub/protocol';
import { exportDoor } from './api/exports.ts';
import { Health } from './api/grpc-health.ts';
import { securityHeaders } from './api/headers.ts';
import { httpDoor } from './api/http.ts';
import { mediaDoor } from './api/media.ts';
import { pages } from './api/pages.ts';
import type { Authenticate } from './api/router.ts';
import { serveStatic } from './api/static.ts';
import { openCertificate } from './certificate.ts';
import { defaults, type Config } from './config.ts';
import { Dispatch, type Door } from './dispatch.ts';
import { operations } from './features/index.ts';
import { sessionCookie } from './gateway/cookies.ts';
import { Gateway } from './gateway/gateway.ts';
import type { PasswordCost } from './features/account/passwords.ts';
import type { Hooks } from './hooks/define.ts';
import { startHooks } from './hooks/start.ts';
import { builtWeb } from './own-files.ts';
import { createAccounts } from './parts/accounts.ts';
import { arrivals } from './parts/arrivals.ts';
import { startBlobs } from './parts/blobs.ts';
import { createApps } from './parts/apps.ts';
import { joinCluster } from './parts/cluster.ts';
import { watchEpoch } from './parts/epoch-watch.ts';
import { gatewayLimits } from './parts/gateway-limits.ts';
import { openGrpc } from './parts/grpc.ts';
import { cannotListen, nameOf } from './parts/listening.ts';
import { LastSeen } from './parts/last-seen.ts';
import { Observing } from './parts/observing.ts';
import { createSearching } from './parts/searching.ts';
import { streamReads } from './parts/stream-reads.ts';
import { createPlaying, type OwnGames } from './parts/playing.ts';
import { createPushing } from './parts/pushing.ts';
import type { Blobs } from './ports/blob.ts';
import type { Bus } from './ports/bus.ts';
import { systemClock, type Clock } from './ports/clock.ts';
import { memoryLimiter } from './ports/limiter.ts';
import * as api from './public.ts';
import { callRates } from './rates.ts';
import { forgetRunning, noteRunning } from './store/running-file.ts';
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
/** How long the readers of streams have to hear that they end. */
const streamEndMs = 1_000;
/** What the operator says holds on every node within this. */
const appsMs = 1_000;
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
  const uploadBounds = { mostBytes: config.mediaBytes, mostBytesOfFile: config.fileBytes };
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
          heartbeatMs: config.pingMs,
          admit: hooks.admit,
          friendRequests: config.friendRequests,
          blobs,
          media: {
            ...uploadBounds,
            mostBytesOfUser: config.userMediaBytes,
            sweepMs: config.mediaSweepMs,
          },
          ...playing.needs,
          apps: store,
          settingsOf,
          eventLog,
          ...searching.needs,
          ...pushing.needs,
          groupMembers: (app) => directory.groupMembersOf(app) || config.groupMembers,
          windows: () => ({
            editMs: config.editSeconds * 1000,
            recallMs: config.recallSeconds * 1000,
          }),
        }),
      ),
    ),
    storage: store,
    bus,
    clock,
    rates: callRates({
      usual: { perSecond: config.ratePerSecond, burst: config.rateBurst },
      keys: { perSecond: config.keyRate, burst: config.keyRate },
      own: (app) => directory.rateOf(app),
      make: limiters?.make ?? memoryLimiter,
    }),
    apps: directory,
    timeLimitMs: config.timeLimitMs,
    ...observing.calls,
    wakeOutbox: () => wakeOutbox(),
  });

  const isAllowedOrigin = (origin: string, host: string) => directory.isAllowedOrigin(origin, host);
  const appOfHost = (host: string) => directory.ofHost(host);
  const cookie = sessionCookie(isTls);
  const secure = securityHeaders(isTls);
  const authenticate: Authenticate = (credential) => authenticator.identify(credential);
  const isOpen = (door: Door) => config.doors.includes(door);
  const browsers = { dispatch, isAllowedOrigin, cookie, authenticate };
  const closed = () => undefined;
  const http = pages({
    door: isOpen('http') ? httpDoor({ ...browsers, bodyBytes: config.bodyBytes }) : closed,
    media: isOpen('http') ? mediaDoor({ ...browsers, ...uploadBounds }) : closed,
    exports: isOpen('http') ? exportDoor(browsers) : closed,
    statics: serveStatic(config.web === '' ? builtWeb() : resolve(config.web)),
    unready: observing.unready,
    metrics: observing.page,
    publicMetrics: config.publicMetrics,
    secure,
  });
  const lastSeen = new LastSeen({ store, clock, report });
  const gateway: Gateway = new Gateway({
    host: config.host,
    port: config.port,
    tls: certificate?.tls,
    app: main,
    appOfHost,
    quotaOf: (app) => directory.settings(app)?.quota,
    proxies: config.proxies,
    isAllowedOrigin,
    cookie,
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

  observing.watch({ store, dispatch, gateway, grpc, bus, certificate });
  await directory.refresh();
  let port: number;
  try {
    await playing.open();
    port = gateway.start();
  } catch (error) {
    await playing.close();
    await bus.close();
    limiters?.close();
    await store.close();
    throw cannotListen(error, { flag: 'port', host: config.host, port: config.port });
  }
  let grpcPort: number | undefined;
  try {
    grpcPort = await grpc?.listen();
  } catch (error) {
    await playing.close();
    await gateway.stop();
    await bus.close();
    limiters?.close();
    await store.close();
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
  const stopApps = clock.every(appsMs, () => void refreshApps());
  const stopEpoch = watchEpoch({
    store,
    clock,
    everyMs: config.headsMs,
    report,
    onNew: () => {
      log.warn({}, 'the database was put back to another state: all sockets begin anew');
      gateway.closeAll('EPOCH');
    },
  });

  const url = `${certificate ? 'https' : 'http'}://${nameOf(config.host)}:${port}`;
  if (isOpen('http')) noteRunning(dataDir, { url, pid: process.pid });
  observing.tell('started', { port });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= drain());
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

  async function drain(): Promise<void> {
    const deadline = clock.elapsed() + config.drainMs * 0.8;
    observing.tell('stopping');
    gateway.refuseNew();
    health.stopServing();
    forgetRunning(dataDir, process.pid);
    if (config.unreadyMs > 0) await pause(config.unreadyMs);
    dispatch.drain();
    health.end();
    grpc?.refuseNew();
    while (dispatch.inFlight > 0 && clock.elapsed() < deadline) await pause(5);
    await dispatch.streamsEnded(streamEndMs);
    await playing.close();
    await gateway.drain(Math.max(0, Math.min(config.drainMs / 4, deadline - clock.elapsed())));
    stopEpoch();
    certificate?.stop();
    stopApps();
    await grpc?.stop(Math.max(0, deadline - clock.elapsed()));
    await gateway.stop();
    await lastSeen.close();
    dispatch.stop();
    await outbox.close();
    await pushing.close();
    await searching.indexer.close();
    await eventLog.close();
    await hooks.close(Math.max(1000, deadline - clock.elapsed()));
    observing.stop();
    await bus.close();
    limiters?.close();
    await store.close();
    observing.tell('stopped');
    await observing.close();
  }

  async function refreshApps(): Promise<void> {
    try {
      await directory.refresh();
      dispatch.checkStreams();
    } catch (cause) {
      report('could not read the apps', cause);
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((wake) => setTimeout(wake, ms));
  }
}
