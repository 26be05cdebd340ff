// Threads of our own that hash passwords. Those of the runtime also wait for the disk, and rank with the loop that serves everybody:
// a hash there takes the core from both (docs/adr/0055). There are as many as computations were ever asked at one time.
import { OperationError } from '@hubbub/protocol';
import { startThread, type OwnWorker } from '../../own-files.ts';
import type { Computation, Computed, HashEngine, PasswordCost } from './hashing.ts';

export interface HashThreadsParts {
  /** One ended by itself, or could not be started. Who asked it is told to come back, and the next to ask gets a new one. */
  readonly report: (problem: string, cause: unknown) => void;
  readonly start?: () => OwnWorker;
}

export class HashThreads implements HashEngine {
  readonly #report: HashThreadsParts['report'];
  readonly #start: () => OwnWorker;
  /** The last one to finish comes first: under a small load one thread is enough. */
  #idle: Thread[] = [];
  readonly #all = new Set<Thread>();

  constructor({ report, start = startHashing }: HashThreadsParts) {
    this.#report = report;
    this.#start = start;
  }

  async hash(password: string, cost: PasswordCost): Promise<string> {
    return String(await this.#ask({ password, cost }));
  }

  async verify(password: string, hash: string): Promise<boolean> {
    return (await this.#ask({ password, hash })) === true;
  }

  close(): void {
    for (const thread of this.#all) thread.end();
  }

  async #ask(computation: Computation): Promise<string | boolean> {
    const thread = this.#idle.pop() ?? this.#begin();
    const computed = await thread.ask(computation);
    this.#idle.push(thread);
    if ('problem' in computed) throw new Error(computed.problem);
    return computed.result;
  }

  #begin(): Thread {
    const thread = new Thread(this.#worker(), (cause) => {
      this.#all.delete(thread);
      this.#idle = this.#idle.filter((one) => one !== thread);
      if (cause !== undefined) this.#report('a thread that hashes passwords ended', cause);
    });
    this.#all.add(thread);
    return thread;
  }

  #worker(): OwnWorker {
    try {
      return this.#start();
    } catch (cause) {
      this.#report('a thread that hashes passwords could not be started', cause);
      throw busy();
    }
  }
}

const startHashing = () => startThread('features/account/hash.worker.ts');

function busy(): OperationError {
  return new OperationError('BUSY', undefined, { retryAfterMs: 1_000 });
}

/** One worker, which is asked one thing at a time. */
class Thread {
  readonly #worker: OwnWorker;
  #asked: PromiseWithResolvers<Computed> | undefined;
  #isEnded = false;

  /** @param onEnd with the cause, or without where it was told to */
  constructor(worker: OwnWorker, onEnd: (cause: unknown) => void) {
    let cause: unknown;
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Computed>) => this.#take()?.resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      cause = event.message;
    };
    worker.addEventListener('close', (event) => {
      onEnd(this.#isEnded ? undefined : (cause ?? `with code ${(event as CloseEvent).code}`));
      this.#take()?.reject(busy());
    });
  }

  ask(computation: Computation): Promise<Computed> {
    this.#asked = Promise.withResolvers<Computed>();
    this.#worker.ref();
    this.#worker.postMessage(computation);
    return this.#asked.promise;
  }

  end(): void {
    this.#isEnded = true;
    this.#worker.terminate();
  }

  #take(): PromiseWithResolvers<Computed> | undefined {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#worker.unref();
    return asked;
  }
}
