import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { clusterFolder } from './postgres-cluster.ts';
import { until } from './until.ts';

export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

interface Options {
  /** False trades safety at a power cut, which no test makes, for speed. */
  fsync?: boolean;
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

/** The URL of a new, empty database. */
export async function createDatabase(options: Options = {}): Promise<string> {
  const { url } = await startPostgres(options);
  const name = `hubbub_test_${crypto.randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const database = new URL(url);
  database.pathname = `/${name}`;
  return database.href;
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
