// The composition root: reads like a parts list and is the only file that knows every implementation. Also the entry of the
// package: `start` runs a whole server inside any process.
import { join, resolve } from 'node:path';
import { type AppId } from '@hubbub/protocol';
import { securityHeaders } from './api/headers.ts';
import { httpDoor } from './api/http.ts';
import { pages } from './api/pages.ts';
import { serveStatic } from './api/static.ts';
import { memoryBus } from './bus/memory.ts';
import { redisLimiters } from './bus/redis-limiters.ts';
import { openRedisBus } from './bus/redis.ts';
import { defaults, type Config } from './config.ts';
import { Dispatch } from './dispatch.ts';
import { createAttempts } from './features/account/attempts.ts';
import { createPasswords } from './features/account/passwords.ts';
import { operations } from './features/index.ts';
import { startOutbox } from './features/outbox.ts';
import { createAuthenticator } from './features/session/authenticate.ts';
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
    return { ...gateway.state, inFlight: dispatch.inFlight, batches, writes };
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
    }),
    storage: store,
    bus,
    clock,
    rates: limiters ? clusterRates(rate, limiters.make) : memoryRates(rate),
    timeLimitMs: config.timeLimitMs,
    report: (incident, context) =>
      log.error({ incident, ...context }, 'an operation failed unexpectedly'),
    count: (op, outcome, ms) => metrics.countOperation(op, outcome, ms),
  });

  const isAllowedOrigin = allowedOrigins(config.origins);
  const cookie = sessionCookie(config.proxies.length > 0);
  const arrivals = ratesOf(
    'arrivals',
    { perSecond: config.addressRate, burst: 50 },
    limiters?.make ?? memoryLimiter,
  );
  const secure = securityHeaders(config.proxies.length > 0);
  const http = pages({
    door: httpDoor({
      dispatch,
      isAllowedOrigin,
      cookie,
      authenticate: (token) => authenticator.authenticate(token),
      bodyBytes: config.bodyBytes,
    }),
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

  let port: number;
  try {
    port = gateway.start();
  } catch (error) {
    await bus.close();
    limiters?.close();
    await store.close();
    throw cannotListen(error, config);
  }
  const outbox = startOutbox(store, { clock, onTrouble: report });
  const stopEpoch = clock.every(config.headsMs, () => {
    store.currentEpoch().then(
      (epoch) => {
        if (epoch === store.epoch) return;
        log.error('the database was exchanged for another; start the server anew');
        gateway.closeAll('EPOCH');
      },
      (cause: unknown) => report('could not read the epoch', cause),
    );
  });

  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= drain());
  disown = () => void stop();
  const name = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(config.host)
    ? 'localhost'
    : config.host;
  return { port, url: `http://${name}:${port}`, stop };

  async function drain(): Promise<void> {
    const deadline = clock.elapsed() + config.drainMs * 0.8;
    gateway.refuseNew();
    if (config.unreadyMs > 0) await pause(config.unreadyMs);
    dispatch.drain();
    while (dispatch.inFlight > 0 && clock.elapsed() < deadline) await pause(5);
    await gateway.drain(Math.max(0, Math.min(config.drainMs / 4, deadline - clock.elapsed())));
    stopEpoch();
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

function cannotListen(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return new StartupError(
      `Port ${port} is taken. Stop the other program, or choose another port with --port.`,
      error,
    );
  if (code === 'EACCES')
    return new StartupError(
      `Port ${port} may not be opened by this user. Choose one above 1023 with --port.`,
      error,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartupError(
      `This machine has no address ${host}. Choose another with --host.`,
      error,
    );
  return error;
}
