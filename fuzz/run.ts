// Runs one target: its corpus first, then random inputs. Every check has to end in time and leave the prototypes alone.
import fc from 'fast-check';
import { corpusOf } from './corpus.ts';
import { must, type Target } from './target.ts';

export interface Fuzzed {
  readonly target: string;
  readonly runs: number;
  readonly seed: number;
  readonly seconds: number;
  /** The slowest check, in milliseconds of CPU. */
  readonly slowestMs: number;
}

const mostMs = 50;
/** The collector may fall upon an innocent one. */
const secondLooks = 3;

/** Throws with the smallest input that breaks it. */
export async function fuzz(
  target: Target,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Promise<Fuzzed> {
  const before = prototypes();
  const startedAt = performance.now();
  let slowestMs = 0;
  const look = async (input: unknown) => {
    let ms = await timed(target, input);
    for (let again = 0; ms > mostMs && again < secondLooks; again += 1)
      ms = Math.min(ms, await timed(target, input));
    slowestMs = Math.max(slowestMs, ms);
    must(ms <= mostMs, `it took ${ms.toFixed(0)} ms`);
    must(!isPolluted(), 'a prototype was changed');
  };
  await fc.assert(fc.asyncProperty(target.inputs, look), {
    numRuns: runs,
    seed,
    examples: corpusOf(target.name).map(({ input }) => [input] as [unknown]),
  });
  must(prototypes() === before, 'a prototype was changed');
  const seconds = (performance.now() - startedAt) / 1000;
  return { target: target.name, runs, seed, seconds, slowestMs };
}

async function timed(target: Target, input: unknown): Promise<number> {
  const before = process.cpuUsage();
  const answer = target.check(input);
  // Only what waits is waited for: a turn for each of a million inputs would be most of the time.
  if (answer !== undefined) await answer;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function isPolluted(): boolean {
  for (const _ in {}) return true;
  return false;
}

/** Everything that stands on the prototypes that all objects share. */
export function prototypes(): string {
  const shared = [Object, Array, String, Number, Function, Map, Uint8Array];
  return shared
    .map((one) =>
      Reflect.ownKeys(one.prototype as object)
        .map(String)
        .toSorted()
        .join(' '),
    )
    .join('\n');
}
