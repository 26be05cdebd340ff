// What the process says of itself at /metrics, in the text format that Prometheus reads.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Read when somebody asks. */
export interface Readings {
  readonly sockets: number;
  readonly waiting: number;
  readonly users: number;
  readonly grpcConnections: number;
  readonly queuedBytes: number;
  readonly slowSockets: number;
  readonly inFlight: number;
  readonly batches: number;
  readonly writes: number;
}

export interface OperationCount {
  readonly door: string;
  readonly op: string;
  readonly outcome: string;
  readonly ms: number;
}

export interface Metrics {
  countOperation(call: OperationCount): void;
  countClose(reason: string): void;
  text(): Promise<{ type: string; body: string }>;
  stop(): void;
}

export function createMetrics(read: () => Readings): Metrics {
  const registers = [new Registry()];
  const operations = new Counter({
    name: 'hubbub_operations_total',
    help: 'Operations by door, name and outcome',
    labelNames: ['door', 'op', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'hubbub_operation_seconds',
    help: 'From arrival to reply',
    labelNames: ['door', 'op'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const closes = new Counter({
    name: 'hubbub_closes_total',
    help: 'Closed sockets by reason',
    labelNames: ['reason'],
    registers,
  });
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  gauge('hubbub_sockets', 'Open sockets', () => read().sockets);
  gauge('hubbub_sockets_waiting', 'Sockets that are not logged in', () => read().waiting);
  gauge('hubbub_grpc_connections', 'Open gRPC connections', () => read().grpcConnections);
  gauge('hubbub_users', 'Users with a socket here', () => read().users);
  gauge(
    'hubbub_queued_bytes',
    'Bytes waiting for slow readers, at the last sweep',
    () => read().queuedBytes,
  );
  gauge('hubbub_slow_sockets', 'Sockets that are behind', () => read().slowSockets);
  gauge('hubbub_in_flight', 'Operations at work', () => read().inFlight);
  gauge('hubbub_commits_total', 'Committed batches', () => read().batches);
  gauge('hubbub_writes_total', 'Writes in committed batches', () => read().writes);
  gauge(
    'hubbub_loop_lag_seconds',
    'Event loop delay, 99th percentile since the last reading',
    () => {
      const p99 = lag.percentile(99) / 1e9;
      lag.reset();
      return p99;
    },
  );
  gauge('hubbub_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }

  const [registry] = registers as [Registry];
  return {
    countOperation({ door, op, outcome, ms }) {
      operations.inc({ door, op, outcome });
      seconds.observe({ door, op }, ms / 1000);
    },
    countClose: (reason) => closes.inc({ reason }),
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
    stop: () => lag.disable(),
  };
}
