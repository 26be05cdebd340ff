// npm run fuzz -- TARGET|all [--runs N] [--seed S]: random inputs to one reader of what strangers send, or to each
// npm run fuzz -- server [--runs N] [--seed S]: recorded sessions, damaged, against a running server
// npm run fuzz -- cost: what a message of each operation costs at its limit
// docs/proofs.md says what must hold. Exit code 0: nothing was found; 1: something was; 2: it was asked for wrongly.
import { parseArgs } from 'node:util';
import { bounds, costs, type Cost } from './cost/cost.ts';
import { fuzz } from './run.ts';
import { fuzzServer, type ServerFuzzed } from './server/whole-server.ts';
import { targets } from './targets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [name = 'all'] = positionals;
const options = { runs: Number(values.runs), seed: Number(values.seed) };
const known = ['all', 'server', 'cost', ...targets.map((one) => one.name)];

if (!(options.runs > 0) || !Number.isSafeInteger(options.seed))
  stop('--runs and --seed are numbers');
if (!known.includes(name)) stop(`there is no target ${name}; known: ${known.join(', ')}`);
if (name === 'server') await tell(name, async () => describe(await fuzzServer(options)));
else if (name === 'cost') await tell(name, dearest);
else
  for (const one of targets)
    if (name === 'all' || name === one.name)
      await tell(one.name, async () => {
        const { runs, seed, seconds, slowestMs } = await fuzz(one, options);
        return `${runs} inputs, seed ${seed}, ${seconds.toFixed(0)} s, slowest ${slowestMs.toFixed(1)} ms`;
      });

async function tell(what: string, run: () => Promise<string>): Promise<void> {
  try {
    console.log(`${what}: ${await run()}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Fails for what costs more than it may; tells of what comes nearest to it. */
async function dearest(): Promise<string> {
  const all = await costs();
  const over = all.filter(({ held, ms }) => held > bounds.held || ms > bounds.ms);
  if (over.length > 0) throw new Error(over.map(line).join('\n'));
  const [heaviest] = all.toSorted((a, b) => b.held - a.held);
  const [longest] = all.toSorted((a, b) => b.ms - a.ms);
  const lines = [heaviest, longest].flatMap((one) => (one === undefined ? [] : line(one)));
  return [`${all.length} messages`, ...lines].join('\n  ');
}

function line({ op, field, codec, wireBytes, held, ms }: Cost): string {
  return `${op} with ${field} in ${codec}: ${wireBytes} bytes, held ${held.toFixed(1)} times, ${ms.toFixed(1)} ms`;
}

function describe({
  runs,
  seed,
  seconds,
  outcomes,
  served,
  slowestMs,
  memory,
}: ServerFuzzed): string {
  const ends = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `${runs} sessions, seed ${seed}, ${seconds.toFixed(0)} s: ${ends.join(', ')}`,
    `served beside it: ${served} messages, the slowest in ${slowestMs.toFixed(0)} ms`,
    `memory: ${memory.early} MB after a tenth, ${memory.late} MB at the end`,
  ].join('\n  ');
}

function stop(problem: string): never {
  console.error(problem);
  process.exit(2);
}
