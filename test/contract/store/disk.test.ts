// A disk that is full or fails: nothing is acknowledged that is not kept, and service returns with the cause gone.
import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { sql } from 'kysely';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  first,
  systemStatement,
  type Write,
} from '../../../packages/server/src/store/statement.ts';
import { openStore, type Store } from '../../../packages/server/src/store/store.ts';
import { leaveOut } from '../../support/left-out.ts';
import { until } from '../../support/until.ts';
import { startChild } from './children.ts';
import { addNote, countNotesOf, createConversation, listNotes, main, outcomes } from './notes.ts';

const large = 'x'.repeat(20_000);

describe('a full disk', () => {
  let folder: string;
  let store: Store | undefined;
  let troubles: string[];
  beforeEach(() => {
    troubles = [];
    folder = mkdtempSync(join(tmpdir(), 'hubbub-disk-'));
  });
  afterEach(async () => {
    await store?.close();
    Bun.spawnSync(['umount', folder], { stderr: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  });

  test('the bound of pages: the whole batch is refused, reads go on, room brings it back', async () => {
    store = await openAt(join(folder, 'data'));
    await store.systemWrite(limitPages, { pages: 250 });
    const kept = await fill(store);
    expect(kept).toBeGreaterThan(2);
    expect(await store.read(main, countNotesOf, { id: 1 })).toBe(kept);
    const batch = Array.from({ length: 3 }, () => write(large));
    expect(await outcomes(batch)).toEqual(['STORAGE', 'STORAGE', 'STORAGE']);
    await store.systemWrite(limitPages, { pages: 100_000 });
    expect(await write('room')).toBe(kept + 1);
  });

  test('a real one: refused while full, normal when there is room, all within one process', async () => {
    if (!mount(folder)) return;
    const data = join(folder, 'data');
    store = await openAt(data);
    expect(await write('first')).toBe(1);
    const filler = join(folder, 'filler');
    fillDisk(filler);
    const kept = 1 + (await fill(store));
    expect(kept).toBeGreaterThan(1);
    expect(await outcomes([write(large), write(large)])).toEqual(['STORAGE', 'STORAGE']);
    expect(await store.read(main, countNotesOf, { id: 1 })).toBe(kept);
    rmSync(filler);
    expect(await write('room')).toBe(kept + 1);
    await store.close();
    store = await openStore({ database: '', dataDir: data });
    const versions = (await store.read(main, listNotes, { id: 1 })).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, i) => i + 1));
    expect(versions).toHaveLength(kept + 1);
    expect(statSync(join(data, 'hubbub.db')).size).toBeGreaterThan(0);
    expect(readdirSync(data)).toContain('hubbub.lock');
  });

  async function openAt(dataDir: string): Promise<Store> {
    mkdirSync(dataDir, { recursive: true });
    const opened = await openStore({
      database: '',
      dataDir,
      onTrouble: (what) => troubles.push(what),
    });
    await opened.write(main, createConversation, { id: 1 });
    return opened;
  }

  function write(text: string): Promise<number> {
    if (!store) throw new Error('no store');
    return store.write(main, addNote, { id: 1, text });
  }

  /** @returns how many were kept before the first was refused */
  async function fill(open: Store): Promise<number> {
    for (let kept = 0; kept < 5000; kept += 1) {
      const [outcome] = await outcomes([open.write(main, addNote, { id: 1, text: large })]);
      if (outcome === 'STORAGE') return kept;
      expect(outcome).toBeNumber();
    }
    throw new Error('the disk never got full');
  }
});

describe('a failing disk', () => {
  test('a failed fsync acknowledges nothing; with the disk well again the same process goes on', async () => {
    if (!Bun.which('strace')) return leaveOut('failed fsync (needs strace)');
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-disk-'));
    const trace = join(folder, 'trace');
    // The migrations write too, and there are more of them each time.
    await (await openStore({ database: '', dataDir: folder })).close();
    const fault = 'inject=fsync,fdatasync:error=EIO:when=60..63';
    const tracer = ['strace', '-f', '-o', trace, '-e', 'trace=fsync,fdatasync', '-e', fault];
    await using child = await startChild('write', folder, { tracer });
    const failures = () => child.lines().filter((line) => line.startsWith('STORAGE '));
    await until(() => failures().length > 0, { timeoutMs: 10_000, what: 'the failed fsync' });
    const before = child.lines().length;
    await until(() => child.lines().length > before + 100, {
      timeoutMs: 10_000,
      what: 'writes after it',
    });
    await child.kill();
    const store = await openStore({ database: '', dataDir: folder });
    const notes = await store.read(main, listNotes, { id: 1 });
    await store.close();
    const fsyncs = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes('sync('));
    rmSync(folder, { recursive: true });
    const stored = new Set(notes.map(({ version, text }) => `${version} ${text}`));
    const acknowledged = child.lines().filter((line) => /^\d+ /.test(line));
    expect(child.lines()).toContain('trouble: the database handle is given up after a disk error');
    expect(acknowledged.length).toBeGreaterThan(100);
    // Four lanes write in step: one fsync for each batch of four, four more for each that failed, and a few for the start.
    expect(fsyncs.length).toBeLessThan(acknowledged.length / 4 + failures().length + 40);
    expect(fsyncs.length).toBeGreaterThan(acknowledged.length / 4 - 1);
    expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
    expect(notes.map(({ version }) => version)).toEqual(notes.map((_, i) => i + 1));
  }, 30_000);
});

function mount(folder: string): boolean {
  const done = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], {
    stderr: 'ignore',
  });
  if (!done.success) leaveOut('disk full on a real file system (needs root)');
  return done.success;
}

/** Leaves some pages free, so that it is a commit that finds no room. */
function fillDisk(path: string): void {
  for (let size = 4_000_000; size > 0; size -= 50_000) {
    try {
      writeFileSync(path, Buffer.alloc(size));
      writeFileSync(path, Buffer.alloc(Math.max(0, size - 100_000)));
      return;
    } catch {
      rmSync(path, { force: true });
    }
  }
}

/** A pragma takes no parameters, so there is a statement for each bound. */
const bounds = new Map(
  [250, 100_000].map((pages) => [
    pages,
    systemStatement<object, object>(() => sql<object>`pragma max_page_count = ${sql.lit(pages)}`),
  ]),
);
const limitPages: Write<{ pages: number }, void> = {
  name: 'test.limitPages',
  locks: () => ({}),
  *run(_tx, { pages }) {
    const bound = bounds.get(pages);
    if (!bound) throw new Error(`no statement for ${pages} pages`);
    yield* first(bound, {});
  },
};
