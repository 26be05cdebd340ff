// A damaged index hides what is stored from whoever reads by it. Before a server serves it looks a small database through, and a
// larger one in which the running server has found something (check.worker.ts), and makes it anew where that is sure to be right.
import { Database } from 'bun:sqlite';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { buildAnew, keptAs } from './build-anew.ts';
import type { EngineOptions } from './engine.ts';
import { brokenIn, type Broken } from './integrity.ts';
import { areTablesProven } from './proven.ts';

/** More would hold up the start for longer than a moment. */
const mostUnasked = 16 * 1024 * 1024;

/** @param path of a database that this process owns and has not opened */
export function mend(path: string, onTrouble: EngineOptions['onTrouble']): void {
  if (!existsSync(path)) return;
  const isAsked = existsSync(noteOf(path));
  if (!isAsked && statSync(path).size > mostUnasked) return;
  try {
    const found = look(path);
    forgetDamage(path);
    // What cannot be mended is told by the running server.
    if (found === undefined || !found.isProven) return;
    buildAnew(path);
    const { first } = found.broken;
    onTrouble?.(
      `the database was damaged and has been made anew of its tables, which are whole; the damaged one is hubbub.db.${keptAs}: look at the disk`,
      new Error(first),
    );
  } catch (error) {
    onTrouble?.('the database may be damaged and could not be made anew', error);
  }
}

function look(path: string): { broken: Broken; isProven: boolean } | undefined {
  const database = new Database(path, { readwrite: true });
  try {
    const broken = brokenIn(database);
    return broken && { broken, isProven: areTablesProven(database, broken) };
  } finally {
    database.close(true);
  }
}

/** The next start looks, however large it is. */
export function askToMend(path: string, found: string): void {
  writeFileSync(noteOf(path), `${found}\n`, { mode: 0o600 });
}

/** What the running server found; undefined when it found nothing. */
export function askedToMend(path: string): string | undefined {
  return existsSync(noteOf(path)) ? readFileSync(noteOf(path), 'utf8').trim() : undefined;
}

/** Another database takes its place. */
export function forgetDamage(path: string): void {
  rmSync(noteOf(path), { force: true });
}

function noteOf(path: string): string {
  return `${path}.mend`;
}
