import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildExe } from './build-exe.mjs';
import { root, stopWith } from './process.mjs';

/**
 * Puts all that a server needs into one folder: the executable `bin/hubbub`, which holds the web app, and the games that come
 * with it. Nothing has to be installed where it is copied to. Resolves with an exit code. What follows the folder is for the
 * build of the executable (bin/build-exe.mjs).
 */
export async function assemble(bun, [folder, ...how]) {
  if (folder === undefined) stopWith('assemble needs the folder to make, e.g. /opt/hubbub');
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0)
    stopWith(`${target} is not empty; name a new folder, or empty it first`);
  mkdirSync(join(target, 'bin'), { recursive: true });
  const code = await buildExe(bun, ['--to', join(target, 'bin/hubbub'), ...how]);
  if (code !== 0) return code;
  // packages/server/src/own-files.ts finds them there.
  cpSync(join(root, 'examples/games'), join(target, 'share/hubbub/games'), { recursive: true });
  copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  console.error(`${target}/bin/hubbub is ready`);
  return 0;
}
