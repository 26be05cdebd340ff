import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runQuietly, stopWith } from './process.mjs';

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.hubbub-install');

/** Makes node_modules match package-lock.json; returns at once when it already does. */
export async function ensureInstalled({ dev }) {
  const lockText = readFileSync(join(root, 'package-lock.json'));
  const lock = createHash('sha256').update(lockText).digest('hex');
  if (stampCovers(readJson(stampFile), { lock, dev })) return;
  if (!coveredBy(JSON.parse(lockText), readJson(join(modules, '.package-lock.json')), dev)) {
    await install(dev);
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ lock, dev }));
}

export function stampCovers(stamp, { lock, dev }) {
  return stamp?.lock === lock && (stamp.dev || !dev);
}

/**
 * Whether the packages npm recorded as installed are those the lock asks for. Packages for other
 * platforms are optional and rightly absent.
 */
export function coveredBy(lock, installed, dev) {
  if (!installed) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '' || wanted.optional || wanted.devOptional || (wanted.dev && !dev)) return true;
    const found = installed.packages?.[path];
    return found !== undefined && found.version === wanted.version;
  });
}

async function install(dev) {
  console.error('Installing packages…');
  const [command, args] = process.versions.bun ? bunInstall(dev) : npmInstall(dev);
  const options = { cwd: root };
  const code = await runQuietly(command, args, options).catch((error) => {
    stopWith(`cannot run ${command}: ${error.message}`);
  });
  if (code !== 0) stopWith(`installing packages failed (exit code ${code}); see the lines above`);
}

// Bun reads package-lock.json when there is no lock of its own, and frozen it writes none.
function bunInstall(dev) {
  return [process.execPath, ['install', '--frozen-lockfile', ...(dev ? [] : ['--production'])]];
}

function npmInstall(dev) {
  const args = ['ci', ...(dev ? [] : ['--omit=dev'])];
  const npm = process.env.npm_execpath;
  // Started by npm, the same npm is at hand as a script: no shell, no PATH, no npm.cmd on Windows.
  if (npm?.endsWith('npm-cli.js')) return [process.execPath, [npm, ...args]];
  if (process.platform === 'win32') return ['cmd.exe', ['/c', 'npm', ...args]];
  return ['npm', args];
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
