// What a copy of the database has to hold: it is put back, and judged against the part of the log that it has to answer for.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from './load.ts';
import { command, Server } from './server.ts';
import { judge } from './verdict.ts';

export interface Copy {
  readonly file: string;
  /** When it was begun, and when it was done. */
  readonly from: number;
  readonly until: number;
}

/** @returns lines of violations */
export async function judgeBackup(copy: Copy, options: Options): Promise<readonly string[]> {
  const { file, from, until } = copy;
  const data = `${file}.restored`;
  const put = await command([], 'restore', '--data', data, `--from=${file}`);
  if (put.code !== 0) return [fault(`${file} cannot be put back: ${put.said}`)];
  const server = await Server.start({ folder: data, database: undefined, preloads: [] });
  await server.end('SIGTERM');
  const log = `${file}.jsonl`;
  const lines = readFileSync(join(options.folder, 'log.jsonl'), 'utf8').split('\n');
  writeFileSync(log, `${known(lines, { from, until }).join('\n')}\n`);
  const { seed, rounds } = options;
  const database = join(data, 'hubbub.db');
  const { violations } = await judge({ proof: 'backup', seed, rounds, log, database });
  return violations;
}

/** All that was asked until it was done, and what had been answered when it was begun. */
function known(lines: readonly string[], { from, until }: Omit<Copy, 'file'>): readonly string[] {
  const kept: string[] = [];
  let now = 0;
  for (const line of lines) {
    if (line === '') continue;
    const { kind, t = now } = JSON.parse(line) as { readonly kind: string; readonly t?: number };
    now = t;
    if (now > until) break;
    if (now <= from || kind === 'invoke') kept.push(line);
  }
  return kept;
}

function fault(evidence: string): string {
  return JSON.stringify({ invariant: 'D6', conversation: '', device: '', evidence });
}
