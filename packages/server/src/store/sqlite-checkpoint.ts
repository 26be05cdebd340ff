// Brings what the log holds into the database, in a thread of its own: it is many pages, and the disk is waited for twice
// (docs/adr/0053). First beside the batches; then, once, while none is run, what came meanwhile, so that the log can begin anew.
import { startThread, type OwnWorker } from '../own-files.ts';

export interface CheckpointOrder {
  /**
   * `beside` the batches, then `finish` while none is run; `truncate` empties the file too, and needs nobody to read an older state
   * meanwhile.
   */
  readonly what: 'open' | 'beside' | 'finish' | 'truncate' | 'release' | 'end';
  /** Of the database. */
  readonly path: string;
}

/** As SQLite answers: pages in the log, of those in the database, and whether others were in the way. */
export interface LogState {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

export type CheckpointAnswer =
  | { readonly ok: true; readonly state: LogState | undefined }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** A checkpoint every 8,000 pages instead of SQLite's 1,000: the same page is then written back once for many commits. */
export const pagesOfLog = 8_000;

interface Listener {
  /** What the log counts as being in the database may not be on disk. */
  readonly failed: (error: unknown) => void;
  /** Nothing was begun. */
  readonly unopened: (error: unknown) => void;
}

export class SqliteCheckpoints {
  readonly #path: string;
  readonly #listener: Listener;
  #worker: OwnWorker | undefined;
  /** The one that runs, or the last one: one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  /** Pages in the log when the last one began. */
  #from = 0;
  #step: 'none' | 'opening' | 'beside' | 'due' = 'none';
  #isOpen = false;

  constructor(path: string, listener: Listener) {
    this.#path = path;
    this.#listener = listener;
  }

  /** Most of the log is in the database: the rest may be brought there while no batch is run. */
  get isDue(): boolean {
    return this.#step === 'due';
  }

  /** After each batch. Begins one when the log has become long; whoever reads an older state may have kept the last from its end. */
  see({ log }: LogState): void {
    if (log < this.#from) this.#from = 0;
    if (this.#step !== 'none' || log - this.#from < pagesOfLog) return;
    if (!this.#isOpen) return void this.#prepare(log);
    this.#from = log;
    void this.#beside();
  }

  /** While no batch is run. */
  async finish(): Promise<void> {
    await this.#tell('finish');
    this.#step = 'none';
  }

  /** All that the log holds is in the database then, and nothing in the log; throws when somebody reads an older state. */
  async empty(): Promise<void> {
    await this.#open();
    const state = await this.#run('truncate');
    if (state?.busy !== 0) throw new Error('the log is being read and cannot be emptied now');
  }

  /** Until it no longer has the database open. */
  async release(): Promise<void> {
    await this.#last.catch(() => undefined);
    if (this.#isOpen) await this.#run('release').catch(() => undefined);
    this.#isOpen = false;
    this.#step = 'none';
  }

  /** After it was released, when nobody has the database open any more. */
  async close(): Promise<void> {
    if (!this.#worker) return;
    await this.#run('end').catch(() => undefined);
    this.#worker.terminate();
  }

  async #prepare(log: number): Promise<void> {
    this.#step = 'opening';
    try {
      await this.#open();
    } catch (error) {
      // Tried again when the log has grown as much again.
      this.#from = log;
      this.#listener.unopened(error);
    }
    this.#step = 'none';
  }

  async #open(): Promise<void> {
    if (this.#isOpen) return;
    await this.#run('open');
    this.#isOpen = true;
  }

  async #beside(): Promise<void> {
    this.#step = 'beside';
    await this.#tell('beside');
    this.#step = 'due';
  }

  async #tell(what: 'beside' | 'finish'): Promise<void> {
    try {
      await this.#run(what);
    } catch (error) {
      this.#listener.failed(error);
    }
  }

  #run(what: CheckpointOrder['what']): Promise<LogState | undefined> {
    const order = { what, path: this.#path };
    const next = this.#last.then(
      () => this.#ask(order),
      () => this.#ask(order),
    );
    this.#last = next;
    return next;
  }

  #ask(order: CheckpointOrder): Promise<LogState | undefined> {
    const worker = (this.#worker ??= startThread('store/checkpoint.worker.ts'));
    const answered = new Promise<LogState | undefined>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<CheckpointAnswer>) => {
        if (data.ok) resolve(data.state);
        else reject(Object.assign(new Error(data.message), { code: data.code }));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.#lose(worker);
        reject(new Error(event.message));
      };
      worker.addEventListener('close', () => {
        this.#lose(worker);
        reject(new Error('the thread that checkpoints ended'));
      });
    });
    worker.ref();
    worker.postMessage(order);
    return answered.finally(() => worker.unref());
  }

  #lose(worker: OwnWorker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#isOpen = false;
  }
}
