// What to ask a server in sync.pull, and what was held when it was asked (docs/sync.md 14). Pure.
export interface Known {
  readonly conversation: string;
  readonly version: number;
}

export interface PullArgs {
  readonly epoch: string;
  readonly known: readonly Known[];
  readonly after?: string;
  readonly until?: string;
  readonly only?: readonly string[];
}

export interface Ask {
  readonly args: PullArgs;
  /** What was held of every conversation it speaks for; not in it: nothing. */
  readonly held: ReadonlyMap<string, number>;
  /** The answer carries members and the newest 50 of each. */
  readonly whole: boolean;
}

const mostKnown = 500;
const mostOnly = 50;

/** Everything: as many asks as it takes to name all that is known, which is mostly one. */
export function askAll(epoch: string, known: readonly Known[]): Ask[] {
  const sorted = known.toSorted((a, b) => (a.conversation < b.conversation ? -1 : 1));
  const asks: Ask[] = [];
  let after = '';
  for (let from = 0; from === 0 || from < sorted.length; from += mostKnown) {
    const part = sorted.slice(from, from + mostKnown);
    const isLast = from + mostKnown >= sorted.length;
    const until = isLast ? '' : (part.at(-1)?.conversation ?? '');
    asks.push(ask({ epoch, known: part, after, until }, { held: heldOf(part), whole: false }));
    after = until;
  }
  return asks;
}

/** The rest of an answer that ended with `next`. */
export function askNext({ args, held, whole }: Ask, next: string): Ask {
  const known = args.known.filter((entry) => entry.conversation > next);
  return ask({ ...args, known, after: next }, { held, whole });
}

/** Some conversations. What they are known at is left out where a reset is wanted. */
export function askOnly(
  epoch: string,
  only: readonly string[],
  { known, whole }: { known: readonly Known[]; whole: boolean },
): Ask[] {
  const asks: Ask[] = [];
  const sorted = only.toSorted();
  for (let from = 0; from < sorted.length; from += mostOnly) {
    const part = sorted.slice(from, from + mostOnly);
    const held = known.filter((entry) => part.includes(entry.conversation));
    const sent = whole ? [] : held.toSorted((a, b) => (a.conversation < b.conversation ? -1 : 1));
    asks.push(ask({ epoch, known: sent, only: part }, { held: heldOf(held), whole: true }));
  }
  return asks;
}

function heldOf(known: readonly Known[]): ReadonlyMap<string, number> {
  return new Map(known.map(({ conversation, version }) => [conversation, version]));
}

function ask(args: PullArgs, rest: Omit<Ask, 'args'>): Ask {
  return { args, ...rest };
}
