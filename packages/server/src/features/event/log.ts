// The event logs of all apps in this process: gives positions while it holds the lease, tells readers that there is more, and
// forgets what is too old. Hints go over the bus and may be lost; a look at the database once a second makes up for it, for
// all readers together.
import type { AppId, AppSettings } from '@hubbub/protocol';
import type { LogEmission } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoredApp } from '../../store/app-store.ts';
import {
  hasWaiting,
  holdLog,
  isHeldByOthers,
  placeWaiting,
  readHead,
  releaseLog,
  trimLog,
} from '../../store/log-store.ts';
import type { Store } from '../../store/store.ts';

interface EventLogParts {
  /** Hints about no app in particular go under its name. */
  readonly main: AppId;
  readonly store: Pick<Store, 'read' | 'systemRead' | 'systemWrite'>;
  readonly clock: Clock;
  readonly publish: (emission: LogEmission) => void;
  readonly apps: () => Iterable<StoredApp>;
  readonly report: (problem: string, cause: unknown) => void;
  /** No other process is on this database. */
  readonly isAlone?: boolean;
  /** A holder that died is followed by another after this long. */
  readonly leaseMs?: number;
}

interface Waiter {
  readonly after: number;
  wake(): void;
}

/** Events of a moment get their positions together, and share a commit with what else is written. */
const gatherMs = 5;
const lookMs = 1_000;
const trimMs = 60_000;
const placedAtOnce = 1_000;
const trimmedAtOnce = 1_000;
const usualKeepHours = 7 * 24;
const hourMs = 3_600_000;

export class EventLog {
  readonly #parts: EventLogParts;
  readonly #token = crypto.randomUUID();
  readonly #leaseMs: number;
  readonly #waiters = new Map<AppId, Set<Waiter>>();
  readonly #stops: (() => void)[] = [];
  #heldUntil = -Infinity;
  #isGathering = false;
  /** Written here since the holder was last told. */
  #hasOwn = false;
  /** Somebody else holds the lease, as of the last look. */
  #othersUntil = -Infinity;
  #placing: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: EventLogParts) {
    this.#parts = parts;
    this.#leaseMs = parts.leaseMs ?? 10_000;
  }

  start(): void {
    const { clock } = this.#parts;
    this.#stops.push(
      clock.every(lookMs, () => this.#watched(() => this.#look())),
      clock.every(trimMs, () => this.#watched(() => this.trim())),
    );
  }

  /** Stops giving positions, so that another process may at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    await this.#placing;
    if (this.#isHolder) await this.#parts.store.systemWrite(releaseLog, { token: this.#token });
  }

  /** Something was committed in an app that keeps a log. */
  noteWrite(): void {
    this.#hasOwn = true;
    this.#gather();
  }

  /** From any node, this one included. */
  receive({ app, position }: LogEmission): void {
    if (position > 0) this.#wake(app, position);
    else this.#gather();
  }

  /** Resolves when there may be something after this position, when `ms` are over, or when nobody waits any more. */
  more(
    app: AppId,
    after: number,
    { signal, ms }: { signal: AbortSignal; ms: number },
  ): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(app) ?? new Set();
      this.#waiters.set(app, waiters);
      const waiter = { after, wake };
      const stop = this.#parts.clock.after(ms, wake);
      waiters.add(waiter);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();

      function wake(): void {
        waiters.delete(waiter);
        stop();
        signal.removeEventListener('abort', wake);
        resolve();
      }
    });
  }

  /** Forgets what is older than its app keeps. */
  async trim(): Promise<void> {
    if (!this.#isHolder) return;
    for (const { key: of, settings } of this.#parts.apps()) {
      const before = this.#parts.clock.now() - keepMs(settings);
      const slice = { of, before, limit: trimmedAtOnce };
      while (!this.#isClosed && (await this.#parts.store.systemWrite(trimLog, slice)));
    }
  }

  get #isHolder(): boolean {
    return this.#parts.clock.elapsed() < this.#heldUntil;
  }

  #gather(): void {
    if (this.#isGathering || this.#isClosed) return;
    this.#isGathering = true;
    this.#parts.clock.after(gatherMs, () => {
      this.#isGathering = false;
      this.#watched(() => this.#place());
    });
  }

  async #look(): Promise<void> {
    const keepsAny = [...this.#parts.apps()].some(({ settings }) => settings.eventLog?.enabled);
    if (keepsAny) await this.#hold();
    if (this.#isHolder && (await this.#parts.store.systemRead(hasWaiting, {}))) await this.#place();
    for (const [app, waiters] of this.#waiters) {
      if (waiters.size === 0) this.#waiters.delete(app);
      else this.#wake(app, await this.#parts.store.read(app, readHead, {}));
    }
  }

  /** Takes the lease when nobody has it, and keeps it: renewed before half of it is over. */
  async #hold(): Promise<void> {
    const { clock, store, isAlone = false } = this.#parts;
    const token = this.#token;
    // Counted from before it was asked for: it ends here before it ends in the database.
    const from = clock.elapsed();
    if (this.#heldUntil - from > this.#leaseMs / 2 || this.#othersUntil > from) return;
    if (!isAlone && !this.#isHolder && (await store.systemRead(isHeldByOthers, { token }))) {
      this.#othersUntil = from + this.#leaseMs / 10;
      return;
    }
    const isHeld = await store.systemWrite(holdLog, { token, forMs: this.#leaseMs, isAlone });
    this.#heldUntil = isHeld ? from + this.#leaseMs * 0.9 : -Infinity;
  }

  #place(): Promise<void> {
    this.#placing ??= this.#placeAll().finally(() => (this.#placing = undefined));
    return this.#placing;
  }

  async #placeAll(): Promise<void> {
    await this.#hold();
    this.#tellHolder();
    while (this.#isHolder && !this.#isClosed) {
      const work = { token: this.#token, limit: placedAtOnce };
      const grown = await this.#parts.store.systemWrite(placeWaiting, work);
      if (grown === undefined) this.#heldUntil = -Infinity;
      if (grown === undefined || grown.length === 0) return;
      for (const { app, head } of grown) this.#parts.publish({ type: 'log', app, position: head });
    }
  }

  /** Once for all that was written in a moment. */
  #tellHolder(): void {
    if (this.#hasOwn && !this.#isHolder)
      this.#parts.publish({ type: 'log', app: this.#parts.main, position: 0 });
    this.#hasOwn = false;
  }

  #wake(app: AppId, position: number): void {
    for (const waiter of this.#waiters.get(app) ?? []) if (waiter.after < position) waiter.wake();
  }

  #watched(task: () => Promise<void>): void {
    task().catch((cause: unknown) => this.#parts.report('event log', cause));
  }
}

function keepMs({ eventLog }: AppSettings): number {
  return (eventLog?.keepHours || usualKeepHours) * hourMs;
}
