import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate, randomEpoch } from '../../packages/server/src/store/migrate.ts';
import { migrationSession } from '../../packages/server/src/store/open-postgres.ts';
import { clientConfig, openSession } from '../../packages/server/src/store/postgres.ts';
import { clusterFolder } from './postgres-cluster.ts';
import { until } from './until.ts';

export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

interface Options {
  /** False trades safety at a power cut, which no test makes, for speed. */
  fsync?: boolean;
  /** With the newest schema, which costs less to copy than to make again. */
  isMigrated?: boolean;
}

interface ClusterState {
  url?: string;
  error?: string;
}

/**
 * A Postgres server for this test run: the one HUBBUB_TEST_POSTGRES names, else a cluster of our
 * own, shared by all test files of the run that ask for the same options. It ends with the run,
 * however the run ends, so `stop` only says that the caller is done.
 */
export async function startPostgres({ fsync = true }: Options = {}): Promise<Postgres> {
  const given = process.env.HUBBUB_TEST_POSTGRES;
  const url = given ? given : await sharedCluster(fsync);
  return { url, stop: async () => {} };
}

/** The URL of a new database, empty if nothing else is asked for. */
export async function createDatabase(options: Options = {}): Promise<string> {
  const { url } = await startPostgres(options);
  const name = newName();
  // On a server that outlives the run there would be templates of other schemas.
  const hasTemplate = options.isMigrated === true && !process.env.HUBBUB_TEST_POSTGRES;
  await connected(url, async (client) => {
    if (hasTemplate) await makeTemplate(client, url);
    await client.query(`CREATE DATABASE ${name}${hasTemplate ? ` TEMPLATE ${template}` : ''}`);
  });
  const database = addressOf(url, name);
  // No two databases have one history.
  if (hasTemplate)
    await connected(database, (client) =>
      client.query('update meta set epoch = $1', [randomEpoch()]),
    );
  return database;
}

const template = 'hubbub_test_migrated';

/** Whoever comes first makes it; it has its name when it is whole. */
async function makeTemplate(client: Client, url: string): Promise<void> {
  await client.query('select pg_advisory_lock(1)');
  try {
    const { rows } = await client.query('select from pg_database where datname = $1', [template]);
    if (rows.length > 0) return;
    const draft = newName();
    await client.query(`CREATE DATABASE ${draft}`);
    const config = clientConfig(addressOf(url, draft), 'test');
    const session = await openSession(config, () => undefined);
    await migrate(migrationSession(session), Date.now());
    await session.client.end();
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock(1)');
  }
}

async function connected(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function newName(): string {
  return `hubbub_test_${crypto.randomUUID().replaceAll('-', '')}`;
}

function addressOf(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

async function sharedCluster(fsync: boolean): Promise<string> {
  const folder = clusterFolder(runOwner(), fsync);
  if (claim(folder)) launchKeeper(folder, fsync);
  const state = await until(() => readState(folder), {
    timeoutMs: 60_000,
    what: 'the Postgres cluster',
  });
  if (!state.url) throw new Error(`Postgres did not start: ${state.error}`);
  return state.url;
}

/** The process whose end is the end of the test run. A worker's parent coordinates the run. */
function runOwner(): number {
  if (process.env.HUBBUB_TEST_OWNER) return Number(process.env.HUBBUB_TEST_OWNER);
  return process.env.BUN_TEST_WORKER_ID ? process.ppid : process.pid;
}

// Creating the folder is the lock: whoever creates it starts the cluster, the others wait for it.
function claim(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o711 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

// A process of its own keeps the cluster: it outlives the test file that asked first, and it is
// still there to stop Postgres when the run is killed. The shell between them ends at once, so that
// the keeper is no descendant of a test worker: Bun ends those with the worker.
function launchKeeper(folder: string, fsync: boolean): void {
  const keeper = join(import.meta.dir, 'postgres-keeper.ts');
  const args = [keeper, folder, String(runOwner()), fsync ? 'on' : 'off'];
  Bun.spawnSync(['sh', '-c', '"$0" "$@" >/dev/null 2>&1 &', process.execPath, ...args], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
}

function readState(folder: string): ClusterState | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as ClusterState;
  } catch {
    return undefined;
  }
}
