import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runQuietly } from './process.mjs';

const web = join(root, 'packages/web');
const stampFile = join(root, '.cache/web-build');
const sources = [
  'packages/web',
  'packages/client/src',
  'packages/protocol/src',
  'package-lock.json',
];

/**
 * Builds packages/web/dist unless it is there and its sources have not changed since. Resolves with
 * whether it is fit to be served.
 */
export async function buildWeb(bun) {
  if (!existsSync(join(web, 'index.html'))) return true;
  const stamp = hashSources();
  if (existsSync(join(web, 'dist/index.html')) && readStamp() === stamp) return true;
  console.error('Building the web app…');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const env = { ...process.env, NODE_ENV: 'production' };
  const code = await runQuietly(bun, [vite, 'build'], { cwd: web, env });
  if (code !== 0) {
    console.error(`hubbub: building the web app failed (exit code ${code}); see the lines above`);
    return false;
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

// Contents, not times: a fresh clone gives every file a new time.
function hashSources() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesUnder)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat ? [path] : [];
  return readdirSync(join(root, path))
    .filter((name) => name !== 'dist' && name !== 'node_modules' && !name.startsWith('.'))
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
