// Failures that nobody foresaw. The caller is told an incident's id, and the log says what it was; the same failure within a
// minute keeps its id and is counted, so that a broken disk does not fill what is left of it.
import type { Clock } from '../ports/clock.ts';
import { Unsaid } from './log-fields.ts';
import type { Log } from './log.ts';

export interface Failure {
  readonly op: string;
  readonly request?: string | undefined;
  readonly app?: string | undefined;
  readonly user?: string | undefined;
  readonly err: unknown;
  /** What the caller said; none of it is told. */
  readonly args?: unknown;
}

interface Known {
  readonly id: string;
  readonly failure: Failure;
  repeats: number;
}

const minuteMs = 60_000;
/** Failures of more kinds at a time share an id: there is nothing to be learned from the next. */
const mostKinds = 500;

export class Incidents {
  readonly #log: Log;
  readonly #known = new Map<string, Known>();
  readonly #stop: () => void;
  count = 0;

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#stop = clock.every(minuteMs, () => this.#tellRepeats());
  }

  /** @returns the id for the caller */
  note(failure: Failure): string {
    this.count += 1;
    const key = this.#known.size < mostKinds ? kindOf(failure) : 'more';
    const known = this.#known.get(key);
    if (known !== undefined) {
      known.repeats += 1;
      return known.id;
    }
    const id = crypto.randomUUID().slice(0, 8);
    this.#known.set(key, { id, failure, repeats: 0 });
    const { args, err, ...where } = failure;
    const fields = { incident: id, ...where, err: new Unsaid(err, args) };
    this.#log.error(fields, 'an operation failed unexpectedly');
    return id;
  }

  close(): void {
    this.#stop();
    this.#tellRepeats();
  }

  #tellRepeats(): void {
    for (const [key, known] of this.#known) {
      const { id, failure, repeats } = known;
      // A minute without any: the next one is the first of its kind again.
      if (repeats === 0) this.#known.delete(key);
      else this.#log.error({ incident: id, op: failure.op, repeats }, 'it failed so again');
      known.repeats = 0;
    }
  }
}

/** The operation and where it broke; never the text, which may differ each time. */
function kindOf({ op, err }: Failure): string {
  if (!(err instanceof Error)) return op;
  const frame = /^ +at .*$/m.exec(err.stack ?? '')?.[0] ?? '';
  return `${op} ${err.name} ${'code' in err ? String(err.code) : ''} ${frame}`;
}
