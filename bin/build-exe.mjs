import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, runQuietly, stopWith } from './process.mjs';
import { buildWeb } from './build-web.mjs';

const source = join(root, 'packages/server/src');
const targets = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'windows-x64'];

/**
 * Builds the single executable: runtime, server, migrations, workers and web app in one file, by default dist/hubbub for
 * this machine. packages/server/src/own-files.ts finds what is inside. For another machine Bun fetches its runtime.
 */
export async function buildExe(bun, args) {
  const { target, to } = readArgs(args);
  if (!(await buildWeb(bun))) return 1;
  // Workers are found by their name beside the entry, which is therefore given first.
  const workers = readdirSync(source, { recursive: true }).filter((file) =>
    file.endsWith('.worker.ts'),
  );
  const out = resolve(
    to ?? join(root, 'dist', target === undefined ? 'hubbub' : `hubbub-${target}`),
  );
  const code = await runQuietly(
    bun,
    [
      'build',
      '--compile',
      ...(target === undefined ? [] : [`--target=bun-${target}`]),
      `--outfile=${out}`,
      '--minify',
      '--sourcemap=none',
      // Twice as fast to start (docs/adr/0010).
      '--bytecode',
      '--format=esm',
      // It is configured by its own options alone, not by what lies in the folder it is started from.
      '--no-compile-autoload-dotenv',
      '--no-compile-autoload-bunfig',
      '--asset=packages/web/dist',
      ...['main.ts', ...workers].map((file) => join(source, file)),
    ],
    { cwd: root },
  );
  if (code === 0) console.log(out);
  return code;
}

function readArgs(args) {
  const found = {};
  for (let i = 0; i < args.length; i += 1) {
    const [flag, inline] = args[i].split('=');
    const value = inline ?? args[(i += 1)];
    if ((flag !== '--target' && flag !== '--to') || !value)
      stopWith(`build:exe knows --target ${targets.join('|')} and --to FILE`);
    found[flag.slice(2)] = value;
  }
  if (found.target !== undefined && !targets.includes(found.target))
    stopWith(`unknown target "${found.target}"; known: ${targets.join(', ')}`);
  return found;
}
