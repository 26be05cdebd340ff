// Takes samples until it is stopped, and keeps each in a file at once: a soak that is cut off has shown something.
import { appendFileSync } from 'node:fs';
import { BareLoop } from './bare.ts';
import { linesOf, look, metricsOf, type Sample } from './sample.ts';

export interface Watched {
  readonly pid: number;
  readonly url: string;
  readonly serverLog: string;
  /** Where samples are kept, a line of JSON each. */
  readonly file: string;
  readonly acked: () => number;
}

export class Sampler {
  readonly samples: Sample[] = [];
  /** Set when the server was gone before it was asked to go. */
  isGone = false;
  private readonly bare = new BareLoop();
  private readonly began = performance.now();
  private readonly stopped = Promise.withResolvers<void>();
  private isStopped = false;

  constructor(private readonly watched: Watched) {}

  async run(everyMs: number): Promise<void> {
    for (let next = this.began; !this.isStopped && !this.isGone; next += everyMs) {
      await Promise.race([Bun.sleep(next - performance.now()), this.stopped.promise]);
      await this.take();
    }
    await this.bare.end();
  }

  stop(): void {
    this.isStopped = true;
    this.stopped.resolve();
  }

  private async take(): Promise<void> {
    const { pid, url, serverLog, file, acked } = this.watched;
    const [metrics, bareLagMs] = await Promise.all([
      metricsOf(url).catch(() => undefined),
      this.bare.lagMs(),
    ]);
    const seen = look(pid);
    this.isGone = seen === undefined;
    // A server that does not answer now is asked again.
    if (!metrics || !seen) return;
    const of = (name: string) => metrics.get(`hubbub_${name}`) ?? 0;
    const sample = {
      t: (performance.now() - this.began) / 1000,
      ...seen,
      heapMb: of('heap_bytes') / 2 ** 20,
      lagMs: of('loop_lag_seconds') * 1000,
      bareLagMs,
      sockets: of('sockets'),
      slowSockets: of('slow_sockets'),
      queuedBytes: of('queued_bytes'),
      inFlight: of('in_flight'),
      writesQueued: of('writes_queued'),
      outbox: of('outbox_entries'),
      slowCloses: of('closes_total{reason="SLOW"}'),
      errors: linesOf(serverLog).length + of('failed_commits_total') + of('writes_refused_total'),
      acked: acked(),
    };
    this.samples.push(sample);
    appendFileSync(file, `${JSON.stringify(sample, rounded)}\n`);
  }
}

export function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
