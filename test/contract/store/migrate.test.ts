// A migration is done or not begun, whenever its process was killed; and nobody opens what he does not understand.
import { Database } from 'bun:sqlite';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrations } from '../../../packages/server/src/store/migrations/index.ts';
import { databaseMs, engines, type TestDatabase } from './engines.ts';
import { main, outcomes } from './notes.ts';

setDefaultTimeout(databaseMs);

/** In one file: a hundred processes read it, and nothing else. */
const folder = mkdtempSync(join(tmpdir(), 'hubbub-migrate-'));
const script = join(folder, 'process.js');

beforeAll(async () => {
  const source = join(import.meta.dir, 'process.ts');
  await Bun.build({ entrypoints: [source], target: 'bun', outdir: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(engines)('migrations on $name', ({ name, create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create(true);
  });
  afterEach(() => database.remove());

  test('killed before any of its statements, the next one finds a clean place', async () => {
    let deaths = 0;
    while (await diesBefore(deaths)) deaths += 1;
    // Twelve tables, their indexes and first rows, begin and commit: fewer would mean that nothing was killed.
    expect(deaths).toBeGreaterThan(30);
    const store = await database.open();
    expect(await store.app(main)).toMatchObject({ key: 1, suspended: false });
    expect(store.epoch).toMatch(/^[0-9a-f]{32}$/);
  }, 60_000);

  test('run once: the epoch stays, and so do the rows', async () => {
    const store = await database.open();
    const { epoch } = store;
    await store.close();
    const again = await database.open();
    expect(again.epoch).toBe(epoch);
  });

  test('a database of a newer program is refused, a newer schema this one may use is not', async () => {
    await (await database.open()).close();
    await execute(`update meta set schema = ${migrations.length + 1}`);
    await (await database.open()).close();
    await execute(`update meta set min_binary = ${migrations.length + 1}`);
    const [refusal] = await outcomes([database.open()]);
    expect(refusal).toMatch(/^StartupError: This database was made by a newer Hubbub/);
  });

  /** False when it came to its end instead. */
  async function diesBefore(statement: number): Promise<boolean> {
    const child = Bun.spawn(
      [process.execPath, script, 'migrate', database.address, String(statement)],
      {
        stdout: 'ignore',
        stderr: 'inherit',
      },
    );
    await child.exited;
    if (child.exitCode === 0) return false;
    expect(child.signalCode).toBe('SIGKILL');
    return true;
  }

  async function execute(sql: string): Promise<void> {
    if (name === 'sqlite') {
      const file = new Database(join(database.address, 'hubbub.db'));
      file.run(sql);
      file.close(true);
      return;
    }
    const client = new Client({ connectionString: database.address });
    await client.connect();
    await client.query(sql);
    await client.end();
  }
});
