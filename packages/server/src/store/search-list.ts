// A row of the search index: messages under one key that were indexed together, newest last among their rows and first within
// one. The newest stands in the primary key; each of the others as two numbers, how much earlier it was sent than the one
// before it and how much smaller its seq is, in a text without spaces: 1200,1,300,2.
export interface List {
  /** Of the newest. */
  readonly at: number;
  readonly seq: number;
  /** From the oldest to the newest, in milliseconds. */
  readonly span: number;
  /** The others; empty when there are none, as in all rows of before there were lists. */
  readonly rest: string;
}

/**
 * Whoever looks for what was sent at a time reads the rows of so much after it, too. What is indexed together was said within
 * twenty seconds (features/message/indexer.ts).
 */
export const mostSpanMs = 30_000;
/** Characters. SQLite keeps about 1,000 bytes of a row in its page; what is longer takes pages of its own. */
const mostRest = 900;

/**
 * As few lists as hold these messages. Within each, who has a higher seq was sent no earlier: where the clock was set back
 * another begins.
 *
 * @param seqs from the lowest to the highest
 */
export function listsOf(seqs: readonly number[], sentAt: (seq: number) => number): readonly List[] {
  const lists: List[] = [];
  for (let left = seqs.length; left > 0;) {
    const seq = seqs[left - 1] as number;
    const at = sentAt(seq);
    let [rest, oldest, lastSeq] = ['', at, seq];
    for (left -= 1; left > 0 && rest.length < mostRest; left -= 1) {
      const next = seqs[left - 1] as number;
      const nextAt = sentAt(next);
      if (nextAt > oldest || at - nextAt > mostSpanMs) break;
      rest += `${rest === '' ? '' : ','}${oldest - nextAt},${lastSeq - next}`;
      [oldest, lastSeq] = [nextAt, next];
    }
    lists.push({ at, seq, span: at - oldest, rest });
  }
  return lists;
}

/** Says each message of a list, the newest first. */
export function eachOf(
  { at, seq, rest }: Omit<List, 'span'>,
  say: (seq: number, at: number) => void,
): void {
  say(seq, at);
  const steps = stepsIn(rest);
  let [nextAt, next] = [at, seq];
  for (let i = 0; i < steps.length; i += 2)
    say((next -= steps[i + 1] as number), (nextAt -= steps[i] as number));
}

/** What is left of a list when one message goes: nothing when it was alone; undefined when it is not in it. */
export function without({ at, seq, span, rest }: List, gone: number): readonly List[] | undefined {
  const steps = stepsIn(rest);
  if (gone === seq) {
    const [ms = 0, seqs = 0, ...left] = steps;
    if (steps.length === 0) return [];
    return [{ at: at - ms, seq: seq - seqs, span: span - ms, rest: left.join() }];
  }
  let next = seq;
  let i = -2;
  while (next > gone && i + 2 < steps.length) next -= steps[(i += 2) + 1] as number;
  if (next !== gone) return undefined;
  const [ms = 0, seqs = 0] = steps.splice(i, 2);
  const [nextMs, nextSeqs] = steps.slice(i);
  if (nextMs === undefined || nextSeqs === undefined)
    return [{ at, seq, span: span - ms, rest: steps.join() }];
  // The one after it steps over it.
  steps.splice(i, 2, ms + nextMs, seqs + nextSeqs);
  return [{ at, seq, span, rest: steps.join() }];
}

/**
 * Milliseconds and seqs from each message to the next older one, in pairs. Of a row that the disk has damaged, those before the
 * damage: what stands behind it is found no more, but nothing that searches or changes a message may fail for it.
 */
function stepsIn(rest: string): number[] {
  const steps = numbersIn(rest);
  const damage = steps.findIndex((step) => !Number.isSafeInteger(step) || step < 0);
  const whole = damage < 0 ? steps.length : damage;
  return steps.slice(0, whole - (whole % 2));
}

function numbersIn(rest: string): number[] {
  try {
    return JSON.parse(`[${rest}]`) as number[];
  } catch {
    return rest.split(',').map(Number);
  }
}

/** A message that was sent then stands in a row of that time, or of one up to this. */
export function untilOf(at: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, at + mostSpanMs);
}
