// What the checker says of a log and a database: its lines as they are, and the last one read.
import { join } from 'node:path';
import { findPython } from './python.ts';

const checker = join(import.meta.dir, 'checker');

/** The last line of a proof with --json. */
export interface Verdict {
  readonly proof: string;
  readonly ok: boolean;
  readonly rounds: number;
  readonly acked: number;
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  readonly gaps: number;
  readonly leaked: number;
  readonly invented: number;
  readonly marks: number;
  readonly diverged: number;
  readonly unknown: number;
  /** Calls that were refused for good. */
  readonly refused: number;
  readonly seed: number;
}

export interface Judged {
  readonly verdict: Verdict;
  /** A line of JSON for each violation. */
  readonly violations: readonly string[];
}

export interface Case {
  readonly proof: string;
  readonly seed: number;
  readonly rounds: number;
  readonly log: string;
  readonly database: string;
}

export async function judge({ proof, seed, rounds, log, database }: Case): Promise<Judged> {
  const python = await findPython();
  if (python === undefined) throw new Error('nobody can judge: there is no Python 3.10 or newer');
  const facts = ['--proof', proof, '--seed', String(seed), '--rounds', String(rounds)];
  const command = [python, '-B', checker, log, '--database', database, ...facts];
  const child = Bun.spawn(command, { stdout: 'pipe', stderr: 'pipe' });
  const [said, trouble] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const lines = said.trim().split('\n');
  const last = lines.at(-1) ?? '';
  if (((await child.exited) & ~1) !== 0) throw new Error(trouble);
  return { verdict: JSON.parse(last) as Verdict, violations: lines.slice(0, -1) };
}
