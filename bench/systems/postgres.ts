// A PostgreSQL for the bench, as a production has it: synced commits, nothing tuned, on the servers' core. Its programs are
// those of the tests.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findBinaries, unprivilegedUser } from '../../test/support/postgres-binaries.ts';
import { canPin, freePort, serverCore } from '../server-process.ts';

export interface Postgres {
  readonly pid: number;
  /** Makes a database, empty or a copy of one that nobody uses. @returns its address */
  create(copyOf?: string): Promise<string>;
  drop(url: string): Promise<void>;
}

let running: Promise<Postgres> | undefined;

export function missingPostgres(): string | undefined {
  try {
    findBinaries(unprivilegedUser());
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** One for the whole run; it ends with it. */
export function startPostgres(): Promise<Postgres> {
  return (running ??= start());
}

async function start(): Promise<Postgres> {
  const user = unprivilegedUser();
  const { initdb, postgres } = findBinaries(user);
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-postgres-'));
  chmodSync(folder, 0o711);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  const own = { ...user, cwd: data, env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--username=hubbub', '--auth=trust', '--encoding=UTF8'];
  const made = spawnSync(initdb, ['-D', data, ...locale, ...access], own);
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr.toString()}`);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=50'];
  const flags = ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])];
  const pinned = canPin ? ['taskset', '-c', String(serverCore), postgres] : [postgres];
  const server = spawn(pinned[0] ?? postgres, [...pinned.slice(1), ...flags], {
    ...own,
    stdio: 'ignore',
  });
  process.once('exit', () => {
    // At once: its data is thrown away.
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  const urlOf = (name: string) => `postgres://hubbub@127.0.0.1:${port}/${name}`;
  const admin = await connected(urlOf('postgres'));
  let count = 0;
  return {
    pid: server.pid ?? 0,
    async create(copyOf) {
      const name = `bench_${(count += 1)}`;
      const template = copyOf === undefined ? '' : ` template ${nameIn(copyOf)}`;
      await admin.query(`create database ${name}${template}`);
      return urlOf(name);
    },
    async drop(url) {
      await admin.query(`drop database ${nameIn(url)} with (force)`);
    },
  };
}

const patienceMs = 60_000;

async function connected(connectionString: string): Promise<Client> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const client = new Client({ connectionString });
    try {
      await client.connect();
      client.on('error', () => {});
      return client;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await Bun.sleep(100);
    }
  }
}

function nameIn(url: string): string {
  return new URL(url).pathname.slice(1);
}
