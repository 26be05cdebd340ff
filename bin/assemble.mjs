import {
  copyFileSync,
  cpSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { buildWeb } from './build-web.mjs';
import { root, runQuietly, stopWith } from './process.mjs';

// Finds its folder through links, and is replaced by the server: as the first process of a container it is the server.
const wrapper = `#!/bin/sh
here="$(dirname "$(readlink -f "$0")")"
export HUBBUB_WEB="\${HUBBUB_WEB:-$here/../web}"
exec "$here/../lib/bun" "$here/../lib/main.js" "$@"
`;

/**
 * Puts all that a server needs into one folder: \`bin/hubbub\`, the runtime, the server as one file, the web app. Nothing has
 * to be installed where it is copied to. Resolves with an exit code.
 */
export async function assemble(bun, [folder]) {
  if (folder === undefined) stopWith('assemble needs the folder to make, e.g. /opt/hubbub');
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0)
    stopWith(`${target} is not empty; name a new folder, or empty it first`);
  if (!(await buildWeb(bun))) return 1;
  for (const part of ['bin', 'lib']) mkdirSync(join(target, part), { recursive: true });
  const main = join(root, 'packages/server/src/main.ts');
  const build = [
    'build',
    main,
    '--target=bun',
    '--sourcemap=linked',
    '--outdir',
    join(target, 'lib'),
  ];
  const code = await runQuietly(bun, build, { cwd: root });
  if (code !== 0) return code;
  copyFileSync(bun, join(target, 'lib/bun'));
  chmodSync(join(target, 'lib/bun'), 0o755);
  cpSync(join(root, 'packages/web/dist'), join(target, 'web'), { recursive: true });
  copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  writeFileSync(join(target, 'bin/hubbub'), wrapper, { mode: 0o755 });
  console.error(`${target}/bin/hubbub is ready`);
  return 0;
}
