// What the process says of itself at /metrics, in the text format that Prometheus reads: the rows of metric-table.ts.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { metrics, type MetricName, type MetricRow, type Readings } from './metric-table.ts';

export interface OperationCount {
  readonly door: string;
  readonly op: string;
  readonly outcome: string;
  readonly ms: number;
}

export interface Metrics {
  countOperation(call: OperationCount): void;
  countClose(reason: string): void;
  countPush(outcome: string): void;
  countCommit(commit: { readonly writes: number; readonly ms: number }): void;
  text(): Promise<{ type: string; body: string }>;
}

export interface MetricsParts {
  readonly read: () => Readings;
  readonly info: Readonly<Record<string, string>>;
}

export function createMetrics({ read, info }: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // One reading serves all rows of a page.
  let readings = read;
  const made = new Map(metrics.map((row) => [row.name, make(row)]));
  const operations = made.get('hubbub_operations_total') as Counter;
  const seconds = made.get('hubbub_operation_seconds') as Histogram;
  const closes = made.get('hubbub_closes_total') as Counter;
  const pushes = made.get('hubbub_push_total') as Counter;
  const logins = made.get('hubbub_logins_failed_total') as Counter;
  const commitWrites = made.get('hubbub_commit_writes') as Histogram;
  const commitSeconds = made.get('hubbub_commit_seconds') as Histogram;
  (made.get('hubbub_info') as Gauge).set(info, 1);
  return {
    countOperation({ door, op, outcome, ms }) {
      operations.inc({ door, op, outcome });
      seconds.observe({ door, op }, ms / 1000);
      if (op === 'account.logIn' && outcome !== 'OK') logins.inc({ reason: outcome });
    },
    countClose: (reason) => closes.inc({ reason }),
    countPush: (outcome) => pushes.inc({ outcome }),
    countCommit({ writes, ms }) {
      commitWrites.observe(writes);
      commitSeconds.observe(ms / 1000);
    },
    async text() {
      const now = read();
      readings = () => now;
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };

  function make(row: MetricRow & { readonly name: MetricName }): Counter | Gauge | Histogram {
    const { name, help, from, labels: labelNames = [], buckets = [] } = row;
    const base = { name, help, labelNames: [...labelNames], registers };
    if (row.kind === 'histogram') return new Histogram({ ...base, buckets: [...buckets] });
    if (from === undefined) return row.kind === 'counter' ? new Counter(base) : new Gauge(base);
    if (row.kind === 'gauge')
      return new Gauge({
        ...base,
        collect() {
          const value = readings()[from];
          if (value === undefined) this.remove();
          else this.set(value);
        },
      });
    return new Counter({
      ...base,
      collect() {
        this.reset();
        this.inc(readings()[from] ?? 0);
      },
    });
  }
}
