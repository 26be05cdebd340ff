// The log is brought into the database, and begun anew, without the loop: whoever is served by it never waits for the disk.
import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, expect, spyOn, test } from 'bun:test';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseForeign } from '../../../packages/server/src/store/open-embedded.ts';
import { SqliteCheckpoints } from '../../../packages/server/src/store/sqlite-checkpoint.ts';
import { SqliteLog } from '../../../packages/server/src/store/sqlite-log.ts';
import { openStore } from '../../../packages/server/src/store/store.ts';
import { leaveOut } from '../../support/left-out.ts';
import { withoutThreads } from '../../support/threads.ts';
import { until } from '../../support/until.ts';
import { startChild, type Child } from './children.ts';
import { addNote, createConversation, listNotes, main } from './notes.ts';

/** Six pages each, so that some 1,300 fill a log. */
const more = '20000';
const page = 4096;
const patience = { timeoutMs: 60_000, what: 'what was written' };

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
  await until(() => timesBegun(join(folder, 'hubbub.db-wal')) >= 2, patience);
  expect(syncsOf(true).slice(before)).toEqual([]);
  expect(syncsOf(false).length).toBeGreaterThan(100);
  expect(statSync(join(folder, 'hubbub.db')).size).toBeGreaterThan(10_000 * page);
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

test('a log that grew while somebody read gives its room back', async () => {
  const store = await openStore({ database: '', dataDir: folder });
  await store.write(main, createConversation, { id: 1 });
  const path = join(folder, 'hubbub.db');
  const size = () => statSync(`${path}-wal`).size;
  const text = 'x'.repeat(100_000);
  const writeSome = async () => {
    const some = Array.from({ length: 20 }, () => store.write(main, addNote, { id: 1, text }));
    await Promise.all(some);
  };
  const reader = new Database(path, { readonly: true });
  reader.run('begin');
  reader.query('select count(*) from notice').get();
  while (size() < 80_000_000) await writeSome();
  reader.close();
  for (let i = 0; i < 60 && size() > 64_000_000; i += 1) await writeSome();
  expect(size()).toBeLessThanOrEqual(64_000_000);
  await store.close();
}, 90_000);

test('a loss of power as a log begins takes nothing back, whatever of its first write got to the disk', async () => {
  const store = await openStore({ database: '', dataDir: folder });
  await store.write(main, createConversation, { id: 1 });
  const at = (place: string, name: string) => join(folder, `${place}-${name}`);
  const keep = (place: string, names: readonly string[]) => {
    for (const name of names) copyFileSync(join(folder, name), at(place, name));
  };
  let isBegun = false;
  let notes = 0;
  const finish = spyOn(SqliteCheckpoints.prototype, 'finish');
  finish.mockImplementation(async function (this: SqliteCheckpoints) {
    finish.mockRestore();
    await this.finish();
    keep('old', ['hubbub.db', 'hubbub.db-wal']);
    const sync = spyOn(SqliteLog.prototype, 'sync');
    sync.mockImplementation(async function (this: SqliteLog) {
      sync.mockRestore();
      keep('new', ['hubbub.db-wal']);
      isBegun = true;
      await this.sync();
    });
  });
  for (; !isBegun; notes += 4) {
    const some = Array.from({ length: 4 }, () => ({ id: 1, text: 'x'.repeat(Number(more)) }));
    await Promise.all(some.map((note) => store.write(main, addNote, note)));
  }
  await store.close();
  const [old, begun] = ['old', 'new'].map((place) => readFileSync(at(place, 'hubbub.db-wal')));
  const changed = changedPages(old ?? Buffer.alloc(0), begun ?? Buffer.alloc(0));
  expect(changed.length).toBeGreaterThan(0);
  const counts = someOf(changed).map((arrived) => {
    const log = Buffer.from(old ?? []);
    for (const first of arrived) begun?.copy(log, first, first, first + page);
    copyFileSync(at('old', 'hubbub.db'), at('then', 'hubbub.db'));
    writeFileSync(at('then', 'hubbub.db-wal'), log);
    return countAt(at('then', 'hubbub.db'));
  });
  expect(new Set(counts)).toEqual(new Set([`ok, ${notes - 4}`]));
}, 90_000);

test('without a thread for it the log goes on growing, and nobody is refused', async () => {
  const told: string[] = [];
  const store = await openStore({
    database: '',
    dataDir: folder,
    onTrouble: (what, cause) => told.push(`${what}: ${String(cause)}`),
  });
  await store.write(main, createConversation, { id: 1 });
  const { value: see } = Object.getOwnPropertyDescriptor(SqliteCheckpoints.prototype, 'see') ?? {};
  const long = spyOn(SqliteCheckpoints.prototype, 'see');
  long.mockImplementation(function (this: SqliteCheckpoints, state) {
    (see as (this: SqliteCheckpoints, state: object) => void).call(this, {
      ...state,
      log: state.log + 8_000,
    });
  });
  const haveThreads = withoutThreads();
  try {
    for (const text of ['one', 'two', 'three']) await store.write(main, addNote, { id: 1, text });
    expect(await store.read(main, listNotes, { id: 1 })).toHaveLength(3);
  } finally {
    haveThreads();
    long.mockRestore();
  }
  expect(told).toEqual([expect.stringMatching(/could not checkpoint.*Failed to spawn/)]);
  await store.close();
});

test('who looks whose database it is leaves the log as it is', async () => {
  const store = await openStore({ database: '', dataDir: folder });
  await store.write(main, createConversation, { id: 1 });
  const path = join(folder, 'then.db');
  for (const end of ['', '-wal']) copyFileSync(join(folder, `hubbub.db${end}`), path + end);
  await store.close();
  const before = readFileSync(`${path}-wal`);
  expect(before.length).toBeGreaterThan(page);
  refuseForeign(path);
  expect(readFileSync(`${path}-wal`).equals(before)).toBe(true);
});

/** How often a log was begun anew: the checkpoint sequence number of its header (https://sqlite.org/fileformat2.html#the_write_ahead_log). */
function timesBegun(log: string): number {
  return readFileSync(log).readUInt32BE(12);
}

/** Where those begin whose bytes differ. */
function changedPages(old: Buffer, begun: Buffer): readonly number[] {
  const all = Array.from({ length: Math.ceil(begun.length / page) }, (_, i) => i * page);
  return all.filter((at) =>
    Buffer.compare(old.subarray(at, at + page), begun.subarray(at, at + page)),
  );
}

/** All sets of up to four, of more than that some. */
function someOf(changed: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 16 }, (_, bits) => changed.filter((_, i) => (bits >> (i % 4)) & 1));
}

function countAt(path: string): string {
  const database = new Database(path, { readwrite: true });
  const [check] = database
    .query<{ integrity_check: string }, []>('pragma integrity_check(1)')
    .all();
  const [row] = database.query<{ notes: number }, []>('select count(*) as notes from notice').all();
  database.close();
  return `${check?.integrity_check}, ${row?.notes}`;
}

async function kept(child: Child, count: number): Promise<void> {
  const acknowledged = () => child.lines().filter((line) => /^\d+ /.test(line)).length;
  await until(() => acknowledged() >= count, patience);
}
