// Brings what the log holds into the database, in a thread of its own: it is many pages, and the disk is waited for twice
// (docs/adr/0053). First beside the batches; then, once, while none is run, what came meanwhile, so that the log can begin anew.
import { workerFile } from '../own-files.ts';

export interface Checkpoint {
  readonly path: string;
  /** `truncate` empties the file too, and needs nobody to write or to read an older state meanwhile. */
  readonly mode: 'passive' | 'truncate';
  /** How long it waits for others. */
  readonly patienceMs: number;
}

/** As SQLite answers: pages in the log, of those in the database, and whether others were in the way. */
export interface LogState {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

export type CheckpointAnswer =
  | { readonly ok: true; readonly state: LogState }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** A checkpoint every 8,000 pages instead of SQLite's 1,000: the same page is then written back once for many commits. */
const pages = 8_000;

export class SqliteCheckpoints {
  readonly #path: string;
  readonly #onFailure: (error: unknown) => void;
  #worker: Worker | undefined;
  /** The one that runs, or the last one: one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  /** Pages in the log when the last one began. */
  #from = 0;
  #isBeside = false;
  #isDue = false;

  constructor(path: string, onFailure: (error: unknown) => void) {
    this.#path = path;
    this.#onFailure = onFailure;
  }

  /** Most of the log is in the database: the rest may be brought there while no batch is run. */
  get isDue(): boolean {
    return this.#isDue;
  }

  /** After each batch. Begins one when the log has become long; whoever reads an older state may have kept the last from its end. */
  see({ log }: LogState): void {
    if (log < this.#from) this.#from = 0;
    if (this.#isBeside || this.#isDue || log - this.#from < pages) return;
    this.#from = log;
    this.#isBeside = true;
    void this.#beside();
  }

  /** While no batch is run. */
  async finish(): Promise<void> {
    this.#isDue = false;
    await this.#passive();
  }

  /** All that the log holds is in the database then, and nothing in the log; throws when somebody reads an older state. */
  async empty(patienceMs: number): Promise<void> {
    const { busy } = await this.#run({ path: this.#path, mode: 'truncate', patienceMs });
    if (busy !== 0) throw new Error('the log is being read and cannot be emptied now');
  }

  /** Until nothing of it has the database open. */
  async idle(): Promise<void> {
    await this.#last.catch(() => undefined);
  }

  /** When it is idle. */
  close(): void {
    this.#worker?.terminate();
  }

  async #beside(): Promise<void> {
    await this.#passive();
    this.#isBeside = false;
    this.#isDue = true;
  }

  async #passive(): Promise<void> {
    try {
      await this.#run({ path: this.#path, mode: 'passive', patienceMs: 0 });
    } catch (error) {
      this.#onFailure(error);
    }
  }

  #run(checkpoint: Checkpoint): Promise<LogState> {
    const next = this.#last.then(
      () => this.#ask(checkpoint),
      () => this.#ask(checkpoint),
    );
    this.#last = next;
    return next;
  }

  #ask(checkpoint: Checkpoint): Promise<LogState> {
    const worker = (this.#worker ??= new Worker(workerFile('store/checkpoint.worker.ts')));
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<CheckpointAnswer>) => {
        if (data.ok) resolve(data.state);
        else reject(Object.assign(new Error(data.message), { code: data.code }));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.#worker = undefined;
        reject(new Error(event.message));
      };
      worker.postMessage(checkpoint);
    });
  }
}
