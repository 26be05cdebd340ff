// What the server says of itself, put together: log, incidents, metrics, traces, and whether it should be sent anybody.
import { version } from '../../package.json' with { type: 'json' };
import { operationName } from '@hubbub/protocol';
import type { Config } from '../config/table.ts';
import type { Counted, Failure } from '../dispatch.ts';
import type { Operation } from '../features/operation.ts';
import { run, type AnyCall } from '../hooks/call.ts';
import { Incidents } from '../observe/incidents.ts';
import { createLog, type Log } from '../observe/log.ts';
import type { Readings } from '../observe/metric-table.ts';
import { createMetrics, type Metrics } from '../observe/metrics.ts';
import { freeBytes, ProcessState } from '../observe/process.ts';
import type { Tracing } from '../observe/tracing.ts';
import { Vitals } from '../observe/vitals.ts';
import { LoopWatchdog } from '../observe/loop-watchdog.ts';
import type { BusState } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { tryWrite } from '../store/meta-store.ts';
import { outboxState } from '../store/outbox-store.ts';
import { isPostgres, type Store } from '../store/store.ts';
import { sparingly } from '../store/trouble.ts';
import { StartupError } from '../store/failures.ts';
import type { Commit } from '../store/writer.ts';

/** What the metrics are read from. */
export interface Watched {
  readonly store: Store;
  readonly dispatch: { readonly inFlight: number };
  readonly gateway: { readonly state: GatewayReadings; readonly isReady: boolean };
  readonly grpc: { readonly connections: number } | undefined;
  readonly bus: { state?(): BusState };
  readonly certificate: { readonly expires: number } | undefined;
  readonly checking: { readonly damaged: number | undefined; readonly looks: number | undefined };
}

type GatewayReadings = Pick<
  Readings,
  'sockets' | 'waiting' | 'users' | 'queuedBytes' | 'slowSockets'
>;

export class Observing {
  readonly log: Log;
  readonly tracing: Tracing | undefined;
  readonly #config: Config;
  readonly #clock: Clock;
  readonly #incidents: Incidents;
  readonly #metrics: Metrics;
  readonly #process = new ProcessState();
  readonly #watchdog: LoopWatchdog;
  readonly #trouble: ReturnType<typeof sparingly>;
  #watched: Watched | undefined;
  #vitals: Vitals | undefined;

  /** Throws StartupError when the log cannot be written. */
  static async create(config: Config, clock: Clock): Promise<Observing> {
    const log = openLog(config);
    if (config.otlp === '') return new Observing(config, { clock, log });
    const { otlpTracing } = await import('../observe/otlp.ts');
    const tracing = otlpTracing({ url: config.otlp, percent: config.otlpPercent, version });
    return new Observing(config, { clock, log, tracing });
  }

  private constructor(
    config: Config,
    { clock, log, tracing }: { clock: Clock; log: Log; tracing?: Tracing },
  ) {
    this.#config = config;
    this.#clock = clock;
    this.log = log;
    this.tracing = tracing;
    this.#incidents = new Incidents(log, clock);
    this.#trouble = sparingly((problem, cause) => log.error({ err: cause }, problem));
    const { hangMs, logFile } = config;
    const tell = (ms: number) => log.error({ ms }, 'the server stood still');
    this.#watchdog = new LoopWatchdog({ clock, hangMs, logFile, tell });
    const database = isPostgres(config.database) ? 'postgres' : 'sqlite';
    this.#metrics = createMetrics({
      read: () => this.#read(),
      info: { version, database, environment: config.environment },
    });
  }

  /** Trouble that no caller's answer shows in full; the same at most once a minute. */
  readonly report = (problem: string, cause: unknown): void => this.#trouble.tell(problem, cause);

  /** Of its own life; a terminal has the address, and needs no more. */
  readonly tell = (text: string, fields: object = {}): void => {
    if (this.#config.logFile !== '' || !process.stderr.isTTY)
      this.log.info({ version, ...fields }, text);
  };

  /** @returns the incident that the caller is told */
  readonly note = (failure: Failure): string => this.#incidents.note(failure);

  /** The same, so that whatever keeps the server from everything else is known by its name. */
  noted(operations: readonly Operation[]): readonly Operation[] {
    const note = this.#watchdog.know(operations.map(({ method }) => operationName(method)));
    return operations.map((operation, index) => {
      const noted = (call: AnyCall) => {
        note(index);
        return run(operation, call);
      };
      return { ...operation, run: noted } as unknown as Operation;
    });
  }

  readonly count = (call: Counted): void => {
    this.#metrics.countOperation(call);
    if (!this.log.isDebug) return;
    const { door, op, outcome, ms, exchange } = call;
    this.log.debug({ door, op, outcome, ms, request: exchange.request }, 'operation');
  };

  readonly countPush = (outcome: string): void => this.#metrics.countPush(outcome);

  readonly countClose = (reason: string): void => this.#metrics.countClose(reason);

  readonly onCommit = (commit: Commit): void => {
    this.#metrics.countCommit(commit);
    this.tracing?.commit(commit);
  };

  readonly page = () => this.#metrics.text();

  /** Why nobody should be sent here; undefined when all is well. */
  readonly unready = (): string | undefined =>
    this.#watched?.gateway.isReady === false
      ? 'stopping'
      : (this.#vitals?.trouble ?? this.#watchdog.trouble);

  watch(watched: Watched): void {
    const { store } = watched;
    this.#watched = watched;
    this.#watchdog.start();
    this.#vitals = new Vitals({
      clock: this.#clock,
      readOutbox: () => store.systemRead(outboxState, {}),
      tryWrite: () => store.systemWrite(tryWrite, {}),
      isFailing: () => store.stats().isFailing,
    });
  }

  /** The server has stopped asking; the log stays open until `close`. */
  stop(): void {
    this.#vitals?.stop();
    this.#watchdog.stop();
    this.#process.stop();
  }

  async close(): Promise<void> {
    this.stop();
    this.#incidents.close();
    this.#trouble.close();
    await this.tracing?.close();
    this.log.close();
  }

  #read(): Readings {
    const watched = this.#watched;
    const vitals = this.#vitals;
    if (watched === undefined || vitals === undefined) throw new Error('nothing is watched yet');
    const { store, gateway, dispatch, grpc, bus, certificate, checking } = watched;
    const stats = store.stats();
    const busState = bus.state?.();
    return {
      ...gateway.state,
      ...stats,
      ...this.#process.read(),
      grpcConnections: grpc?.connections ?? 0,
      inFlight: dispatch.inFlight,
      sessions: stats.pool?.sessions,
      idleSessions: stats.pool?.idle,
      waitingReads: stats.pool?.waiting,
      damagedParts: checking.damaged,
      looks: checking.looks,
      isReady: Number(this.unready() === undefined),
      isDatabaseUp: Number(vitals.isDatabaseUp),
      isDatabaseWritable: Number(vitals.isDatabaseWritable),
      outboxEntries: vitals.outbox.entries,
      outboxOldestSeconds: vitals.outbox.oldestSeconds,
      isBusUp: busState && Number(busState.isUp),
      busBytes: busState?.bytes,
      busMissed: busState?.missed,
      incidents: this.#incidents.count,
      stalls: this.#watchdog.stalls,
      lostLines: this.log.lost,
      certificateSeconds: certificate && (certificate.expires - this.#clock.now()) / 1000,
      diskFreeBytes: store.engine === 'sqlite' ? freeBytes(this.#config.data) : undefined,
    };
  }
}

function openLog({ logLevel, logFile, logBytes, logFiles }: Config): Log {
  try {
    return createLog({ level: logLevel, file: logFile, mostBytes: logBytes, files: logFiles });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `The log file ${logFile} cannot be written (${text}). Choose another with --log-file.`,
    );
  }
}
