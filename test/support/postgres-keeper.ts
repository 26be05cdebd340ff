// Keeps one Postgres cluster for as long as the test run that owns it lives, then stops it and
// removes its files. Arguments: folder, process id of the owner, fsync on or off.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { findBinaries, unprivilegedUser } from './postgres-binaries.ts';
import { isAlive } from './postgres-cluster.ts';
import { until } from './until.ts';

const [folder = '', owner = '', fsync = 'on'] = process.argv.slice(2);
const data = join(folder, 'data');
let server: ChildProcess | undefined;
let output = '';

writeFileSync(join(folder, 'keeper.pid'), String(process.pid));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
setInterval(() => {
  if (!isAlive(Number(owner))) void end();
}, 200);

try {
  publish({ url: await startCluster() });
} catch (error) {
  publish({ error: `${(error as Error).message}\n${output}` });
}

async function startCluster(): Promise<string> {
  const user = unprivilegedUser();
  const { initdb, postgres } = findBinaries(user);
  mkdirSync(data, { mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  // Its own environment: locale and PG* variables of the caller must not reach it.
  const options = { ...user, cwd: data, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };

  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--username=hubbub', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  const init = record(spawn(initdb, ['-D', data, ...locale, ...access], options));
  const [code] = (await once(init, 'exit')) as [number];
  if (code !== 0) throw new Error(`initdb ended with exit code ${code}`);

  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    fsync,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Someone else may take the free port before Postgres does.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    server = record(spawn(postgres, ['-D', data, '-p', String(port), ...flags], options));
    const url = `postgres://hubbub@127.0.0.1:${port}/postgres`;
    try {
      await until(() => answers(url), {
        timeoutMs: 30_000,
        what: 'Postgres to accept connections',
      });
      return url;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

function record(child: ChildProcess): ChildProcess {
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return child;
}

async function answers(url: string): Promise<boolean> {
  if (server?.exitCode != null) throw new Error(`postgres ended with exit code ${server.exitCode}`);
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

// Written aside and renamed, so that no reader sees half of it.
function publish(state: { url?: string; error?: string }): void {
  writeFileSync(join(folder, 'state.draft'), JSON.stringify(state));
  renameSync(join(folder, 'state.draft'), join(folder, 'state.json'));
}

async function end(): Promise<void> {
  if (server?.exitCode === null && server.signalCode === null) {
    // SIGQUIT: at once. The data is thrown away, so there is nothing to save.
    server.kill('SIGQUIT');
    await Promise.race([once(server, 'exit'), Bun.sleep(3000)]);
  }
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
