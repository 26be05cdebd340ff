import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder whose parents let every user pass, for servers that run as another user than we. */
export function openTemporaryFolder(): string {
  const uid = process.getuid?.() ?? 0;
  const base = isPassable(tmpdir()) ? tmpdir() : '/tmp';
  const folder = join(base, `hubbub-postgres-${uid}`);
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') return folder;
  if (statSync(folder).uid !== uid) throw new Error(`${folder} belongs to another user`);
  chmodSync(folder, 0o711);
  return folder;
}

/** Whether every user may pass through this path down to its end. */
export function isPassable(path: string): boolean {
  if (process.platform === 'win32') return true;
  const steps = path.split('/').filter(Boolean);
  return steps.every((_, at) => {
    const step = statSync(`/${steps.slice(0, at + 1).join('/')}`);
    return (step.mode & 0o001) !== 0;
  });
}

/** Where the cluster of one test run lives; removes what dead runs have left behind. */
export function clusterFolder(owner: number, fsync: boolean): string {
  const base = openTemporaryFolder();
  for (const name of readdirSync(base)) {
    const run = Number(/^run-(\d+)-/.exec(name)?.[1]);
    if (run && (run === owner || !isAlive(run))) sweep(join(base, name), run === owner);
  }
  return join(base, `run-${owner}-${fsync ? 'fsync' : 'fast'}`);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // ESRCH and, should it end between the two questions, ENOENT mean that it is gone.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

// Where nobody collects dead processes, as in many containers, they keep their number for ever.
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

// A living keeper cleans up by itself; this is for one that was killed. Process ids come again: a
// folder of our own number is left over only if its keeper was there and is gone.
function sweep(folder: string, ours: boolean): void {
  const keeper = readPid(join(folder, 'keeper.pid'));
  if (keeper ? isAlive(keeper) : ours) return;
  const postmaster = readPid(join(folder, 'data/postmaster.pid'));
  if (postmaster && isPostgres(postmaster, folder)) process.kill(postmaster, 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
}

function readPid(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

// The number may belong to a stranger by now.
function isPostgres(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}
