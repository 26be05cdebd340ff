// The composition root: reads like a parts list and is the only file that knows every implementation. Also the entry of the
// package: `start` runs a whole server inside any process.
import { join, resolve } from 'node:path';
import { type AppId } from '@hubbub/protocol';
import { Health } from './api/grpc-health.ts';
import { GrpcListener } from './api/grpc-listener.ts';
import { grpcDoor } from './api/grpc.ts';
import { securityHeaders } from './api/headers.ts';
import { httpDoor } from './api/http.ts';
import { pages } from './api/pages.ts';
import { serveStatic } from './api/static.ts';
import { memoryBus } from './bus/memory.ts';
import { redisLimiters } from './bus/redis-limiters.ts';
import { openRedisBus } from './bus/redis.ts';
import { defaults, type Config } from './config.ts';
import { Dispatch, type Door } from './dispatch.ts';
import { createAttempts } from './features/account/attempts.ts';
import { createPasswords } from './features/account/passwords.ts';
import { operations } from './features/index.ts';
import { startOutbox } from './features/outbox.ts';
import { createAuthenticator } from './features/session/authenticate.ts';
import { clientAddresses } from './gateway/addresses.ts';
import { sessionCookie } from './gateway/cookies.ts';
import { Gateway, type GatewayLimits } from './gateway/gateway.ts';
import { allowedOrigins } from './gateway/origins.ts';
import type { StreamReads } from './gateway/repair.ts';
import { createLog, type Log } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import type { Bus } from './ports/bus.ts';
import { systemClock, type Clock } from './ports/clock.ts';
import { memoryLimiter } from './ports/limiter.ts';
import { clusterRates, memoryRates, ratesOf } from './rates.ts';
import { readDifference, readHeads } from './store/difference-store.ts';
import { StartupError } from './store/failures.ts';
import { openStore, type Store } from './store/store.ts';

export interface Server {
  readonly port: number;
  /** Where people and clients find it, e.g. http://localhost:8080 */
  readonly url: string;
  /** Where other services find the gRPC door, e.g. localhost:50051; undefined while it is closed. */
  readonly grpc: string | undefined;
  /** Drains: what is in flight finishes, sockets are told to come back, the database is left tidy. */
  stop(): Promise<void>;
}

/** Other implementations of the ports, e.g. a bus that joins several nodes. */
export interface Adapters {
  readonly bus?: Bus;
  readonly clock?: Clock;
}

const main = 'main' as AppId;
const builtWeb = join(import.meta.dir, '../../web/dist');
const minuteMs = 60_000;
/** Users of a node that died are gone after five of these at the latest. */
const presenceBeatMs = 5_000;

/** Throws StartupError when the server cannot start; its message says how to fix it. */
export async function start(
  options: Partial<Config> = {},
  adapters: Adapters = {},
): Promise<Server> {
  const config: Config = { ...defaults(), ...options };
  const log = createLog(config.logLevel);
  const clock = adapters.clock ?? systemClock;
  const report = (problem: string, cause: unknown) => log.error({ err: cause }, problem);
  let disown: () => void = () => undefined;
  const store = await openStore({
    database: config.database,
    dataDir: resolve(config.data),
    clock: () => clock.now(),
    onTrouble: report,
    share: adapters.bus === undefined && config.bus === '' ? 'alone' : 'cluster',
    onDisowned: (cause) => {
      report('another process has taken the database over', cause);
      disown();
    },
  });
  // An app that was seen once is answered from memory, so that writes keep the order of their calls.
  await store.app(main);

  const cluster = await joinCluster({ config, adapters, clock, log, name: store.epoch });
  const { bus, limiters } = cluster;
  const authenticator = createAuthenticator(store);
  const metrics = createMetrics(() => {
    const { batches, writes } = store.stats();
    const grpcConnections = grpc?.connections ?? 0;
    return { ...gateway.state, grpcConnections, inFlight: dispatch.inFlight, batches, writes };
  });
  const rate = { perSecond: config.ratePerSecond, burst: config.rateBurst };
  const dispatch = new Dispatch({
    operations: operations({
      authenticator,
      passwords: createPasswords(),
      attempts: createAttempts(
        {
          loginPerAccount: { burst: config.loginTries, everyMs: 5 * minuteMs },
          loginPerAddress: { burst: config.addressTries, everyMs: 5 * minuteMs },
          signUpPerAddress: { burst: config.signUps, everyMs: 6 * minuteMs },
        },
        limiters?.make,
      ),
      epoch: () => store.epoch,
      heartbeatMs: config.pingMs,
      windows: () => ({
        editMs: config.editSeconds * 1000,
        recallMs: config.recallSeconds * 1000,
      }),
    }),
    storage: store,
    bus,
    clock,
    rates: limiters ? clusterRates(rate, limiters.make) : memoryRates(rate),
    timeLimitMs: config.timeLimitMs,
    report: (incident, context) =>
      log.error({ incident, ...context }, 'an operation failed unexpectedly'),
    count: (call) => metrics.countOperation(call),
  });

  const isAllowedOrigin = allowedOrigins(config.origins);
  const cookie = sessionCookie(config.proxies.length > 0);
  const arrivals = ratesOf(
    'arrivals',
    { perSecond: config.addressRate, burst: 50 },
    limiters?.make ?? memoryLimiter,
  );
  const secure = securityHeaders(config.proxies.length > 0);
  const authenticate = (token: string) => authenticator.authenticate(token);
  const isOpen = (door: Door) => config.doors.includes(door);
  const http = pages({
    door: isOpen('http')
      ? httpDoor({ dispatch, isAllowedOrigin, cookie, authenticate, bodyBytes: config.bodyBytes })
      : () => undefined,
    statics: serveStatic(config.web === '' ? builtWeb : resolve(config.web)),
    isReady: () => gateway.isReady,
    metrics: () => metrics.text(),
    publicMetrics: config.publicMetrics,
    secure,
  });
  const gateway: Gateway = new Gateway({
    host: config.host,
    port: config.port,
    app: main,
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
    limits: limitsOf(config),
    mayOpen: async (address) =>
      arrivals === undefined ||
      arrivals.charge(address, 1).then(
        () => true,
        () => false,
      ),
    stillValid: (app, devices) => authenticator.stillValid(app, devices),
    onClosed: (reason) => metrics.countClose(reason),
    others: cluster.isShared
      ? { publish: (emission) => bus.publish(emission), beatMs: presenceBeatMs }
      : undefined,
  });
  bus.listen(
    (emission) => gateway.receive(emission),
    () => gateway.catchUp(),
  );
  const health = new Health();
  const grpc = isOpen('grpc')
    ? new GrpcListener({
        host: config.grpcHost,
        port: config.grpcPort,
        clock,
        addressOf: clientAddresses(config.proxies),
        door: grpcDoor({
          dispatch,
          authenticate,
          app: main,
          health,
          reflection: config.grpcReflection || config.environment === 'dev',
          messageBytes: config.grpcBytes,
          report,
        }),
        limits: {
          streamsPerConnection: config.grpcStreams,
          mostConnections: config.grpcConnections,
          // An operation is answered within its time limit; the rest is for the way in and out.
          streamMs: config.timeLimitMs * 2,
        },
      })
    : undefined;

  let port: number;
  try {
    port = gateway.start();
  } catch (error) {
    await bus.close();
    limiters?.close();
    await store.close();
    throw cannotListen(error, { flag: 'port', host: config.host, port: config.port });
  }
  let grpcPort: number | undefined;
  try {
    grpcPort = await grpc?.listen();
  } catch (error) {
    await gateway.stop();
    await bus.close();
    limiters?.close();
    await store.close();
    const { grpcHost, grpcPort: wanted } = config;
    throw cannotListen(error, { flag: 'grpc-port', host: grpcHost, port: wanted });
  }
  const outbox = startOutbox(store, { clock, onTrouble: report });
  // One look at a time, so that an older answer never comes after a newer one. Sessions opened once it is known are told
  // of the new epoch; all others are of the old one and end.
  let isLooking = false;
  const stopEpoch = clock.every(config.headsMs, () => {
    if (isLooking) return;
    isLooking = true;
    const before = store.epoch;
    void store
      .currentEpoch()
      .then(
        (epoch) => {
          if (epoch === before) return;
          log.warn('the database was put back to another state: all sockets begin anew');
          gateway.closeAll('EPOCH');
        },
        (cause: unknown) => report('could not read the epoch', cause),
      )
      .finally(() => (isLooking = false));
  });

  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= drain());
  disown = () => void stop();
  return {
    port,
    url: `http://${nameOf(config.host)}:${port}`,
    grpc: grpcPort === undefined ? undefined : `${nameOf(config.grpcHost)}:${grpcPort}`,
    stop,
  };

  async function drain(): Promise<void> {
    const deadline = clock.elapsed() + config.drainMs * 0.8;
    gateway.refuseNew();
    health.stopServing();
    if (config.unreadyMs > 0) await pause(config.unreadyMs);
    dispatch.drain();
    health.end();
    grpc?.refuseNew();
    while (dispatch.inFlight > 0 && clock.elapsed() < deadline) await pause(5);
    await gateway.drain(Math.max(0, Math.min(config.drainMs / 4, deadline - clock.elapsed())));
    stopEpoch();
    await grpc?.stop(Math.max(0, deadline - clock.elapsed()));
    await gateway.stop();
    dispatch.stop();
    await outbox.close();
    metrics.stop();
    await bus.close();
    limiters?.close();
    await store.close();
  }

  function pause(ms: number): Promise<void> {
    return new Promise((wake) => setTimeout(wake, ms));
  }
}

interface ClusterParts {
  readonly config: Config;
  readonly adapters: Adapters;
  readonly clock: Clock;
  readonly log: Log;
  /** Nodes on one database have one; clusters that share a Redis have different ones. */
  readonly name: string;
}

/** What joins this node with others, or stands in for it when there are none. */
async function joinCluster({ config, adapters, clock, log, name }: ClusterParts) {
  const isShared = adapters.bus !== undefined || config.bus !== '';
  if (config.bus === '') return { bus: adapters.bus ?? memoryBus(), isShared, limiters: undefined };
  const { bus: url } = config;
  const note = (text: string) => log.warn(text);
  const limiters = redisLimiters({ url, prefix: `hubbub:${name}`, warn: note });
  const report = (problem: string, cause: unknown) => log.error({ err: cause }, problem);
  const bus =
    adapters.bus ?? (await openRedisBus({ url, channel: `hubbub:${name}`, clock, report, note }));
  return { bus, isShared, limiters };
}

/** What the repair of gaps reads. */
function streamReads(store: Store): StreamReads {
  return {
    async readDifference(app, conversation, base) {
      const difference = await store.read(app, readDifference, { conversation, base });
      return difference && { type: 'stream', app, ...difference, repaired: true };
    },
    async readHeads(app, conversations) {
      const heads = await store.read(app, readHeads, { conversations });
      return new Map(heads.map(({ conversation, version }) => [conversation, version]));
    },
  };
}

function limitsOf(config: Config): GatewayLimits {
  return {
    mostInFlight: config.inFlight,
    loginMs: config.loginMs,
    pingEveryMs: config.pingMs,
    pongMs: config.pongMs,
    slowBytes: config.slowBytes,
    mostBytes: config.queueBytes,
    // The sweep ends a slow socket with a reason; a little above it the runtime ends it without one.
    queueBytes: Math.floor(config.queueBytes * 1.1),
    oldestMs: config.queueMs,
    frameBytes: config.frameBytes,
    bodyBytes: config.bodyBytes,
    idleSeconds: 10,
    mostSocketsPerUser: config.userSockets,
    waitingPerAddress: config.addressSockets,
    mostWaiting: config.waitingSockets,
    sweepMs: config.sweepMs,
    headsMs: config.headsMs,
    gapPatienceMs: 20,
    recheckMs: config.recheckMs,
  };
}

/** What people type to come here. */
function nameOf(host: string): string {
  return ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
}

interface Place {
  readonly flag: 'port' | 'grpc-port';
  readonly host: string;
  readonly port: number;
}

function cannotListen(error: unknown, { flag, host, port }: Place): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return new StartupError(
      `Port ${port} is taken. Stop the other program, or choose another port with --${flag}.`,
      error,
    );
  if (code === 'EACCES')
    return new StartupError(
      `Port ${port} may not be opened by this user. Choose one above 1023 with --${flag}.`,
      error,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartupError(
      `This machine has no address ${host}. Choose another with --${flag.replace('port', 'host')}.`,
      error,
    );
  return error;
}
