// The embedded database is looked through for damage soon after the start and once a day, in a thread of its own. Rows have sums and
// are noticed when they are read; what a damaged index hides nobody would ever miss.
import { workerFile } from '../own-files.ts';
import type { Clock } from '../ports/clock.ts';
import type { Said } from '../store/check.worker.ts';
import { askToMend, forgetDamage } from '../store/mend.ts';

interface CheckingParts {
  /** Of the database file; undefined: there is none, PostgreSQL has its own ways. */
  readonly path: string | undefined;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
}

type Broken = Extract<Said, { what: 'broken' }>['broken'];

/** Whoever comes back after a restart comes first. */
const firstMs = 5_000;
const dayMs = 86_400_000;

export class Checking {
  readonly #parts: CheckingParts;
  readonly #stops: readonly (() => void)[];
  #worker: Worker | undefined;
  #found = new Set<string>();
  #damaged = 0;
  #looks = 0;
  /** Nothing is made anew of tables that may be wrong. */
  #hasDamagedTable = false;

  constructor(parts: CheckingParts) {
    this.#parts = parts;
    const { clock, path } = parts;
    const look = () => this.#look();
    this.#stops = path === undefined ? [] : [clock.after(firstMs, look), clock.every(dayMs, look)];
  }

  /** Tables and indexes that are damaged; of the last look, or of this one where it has found more. Undefined on PostgreSQL. */
  get damaged(): number | undefined {
    return this.#parts.path === undefined ? undefined : Math.max(this.#damaged, this.#found.size);
  }

  /** That came to their end. Undefined on PostgreSQL. */
  get looks(): number | undefined {
    return this.#parts.path === undefined ? undefined : this.#looks;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#worker?.terminate();
  }

  #look(): void {
    if (this.#worker !== undefined) return;
    this.#found = new Set();
    this.#hasDamagedTable = false;
    try {
      const worker = new Worker(workerFile('store/check.worker.ts'));
      worker.addEventListener('message', ({ data }: MessageEvent<Said>) => this.#hear(data));
      worker.addEventListener('error', ({ message }) => this.#end(message));
      worker.postMessage(this.#parts.path);
      this.#worker = worker;
    } catch (error) {
      // No more threads may be started, and nobody else would catch what a timer throws: the process would end.
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  #hear(said: Said): void {
    if (said.what === 'end') this.#end(said.failure);
    else this.#tell(said.broken);
  }

  #end(failure: string | undefined): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    if (failure === undefined) {
      this.#damaged = this.#found.size;
      this.#looks += 1;
    } else this.#parts.report('the database could not be looked through', new Error(failure));
  }

  #tell({ tables, indexes, first }: Broken): void {
    const { path, report } = this.#parts;
    const cause = new Error(first);
    for (const name of tables) {
      this.#found.add(name);
      report(`the table ${name} is damaged: ${forTables}`, cause);
    }
    for (const name of indexes.keys()) {
      this.#found.add(name);
      report(`the index ${name} is damaged: ${forIndexes}`, cause);
    }
    this.#hasDamagedTable ||= tables.size > 0;
    if (path === undefined) return;
    try {
      if (this.#hasDamagedTable) forgetDamage(path);
      else askToMend(path, first);
    } catch (error) {
      report('the next start cannot be told of the damage', error);
    }
  }
}

const forTables = 'look at the disk and restore the last backup (hubbub restore)';
const forIndexes =
  'what is stored may not be found; restart the server, which makes the database anew where that is sure to be right, else restore the last backup';
