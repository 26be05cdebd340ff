// The log is brought into the database, and begun anew, without the loop: whoever is served by it never waits for the disk.
import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../packages/server/src/store/store.ts';
import { leaveOut } from '../../support/left-out.ts';
import { until } from '../../support/until.ts';
import { startChild, type Child } from './children.ts';
import { listNotes, main } from './notes.ts';

/** Six pages each, so that some 1,300 fill a log. */
const more = '20000';
const page = 4096;
const patience = { timeoutMs: 60_000, what: 'messages that are kept' };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hubbub-checkpoint-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the loop syncs nothing, however often the log begins anew', async () => {
  if (!Bun.which('strace')) return leaveOut('checkpoints beside the loop (needs strace)');
  const trace = join(folder, 'trace');
  const tracer = ['strace', '-f', '-o', trace, '-e', 'trace=fsync,fdatasync,ftruncate'];
  await using child = await startChild('write', folder, { tracer, more });
  await kept(child, 10);
  const syncsOf = (isLoop: boolean) =>
    readFileSync(trace, 'utf8')
      .split('\n')
      .filter(
        (line) => /sync\(|truncate\(/.test(line) && line.startsWith(`${child.pid} `) === isLoop,
      );
  const before = syncsOf(true).length;
  await kept(child, 4_500);
  expect(syncsOf(true).slice(before)).toEqual([]);
  expect(syncsOf(false).length).toBeGreaterThan(100);
  expect(statSync(join(folder, 'hubbub.db')).size).toBeGreaterThan(10_000 * page);
  expect(statSync(join(folder, 'hubbub.db-wal')).size).toBeLessThan(12_000 * page);
}, 90_000);

test('what was acknowledged around the end of a log is there after a kill', async () => {
  await using child = await startChild('write', folder, { more });
  await kept(child, 1_500);
  await child.kill();
  const acknowledged = child.lines().filter((line) => /^\d+ /.test(line));
  const store = await openStore({ database: '', dataDir: folder });
  const notes = await store.read(main, listNotes, { id: 1 });
  await store.close();
  const stored = new Set(notes.map(({ version, text }) => `${version} ${text.trimEnd()}`));
  expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
}, 90_000);

async function kept(child: Child, count: number): Promise<void> {
  const acknowledged = () => child.lines().filter((line) => /^\d+ /.test(line)).length;
  await until(() => acknowledged() >= count, patience);
}
