#!/usr/bin/env node
// The one entry of a checkout: installs what is missing, finds the pinned Bun, and runs a verb with
// it. It runs before anything is installed, so only Node's built-in modules are allowed here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildExe } from './build-exe.mjs';
import { assemble } from './assemble.mjs';
import { buildWeb } from './build-web.mjs';
import { findBun } from './find-bun.mjs';
import { ensureInstalled } from './install.mjs';
import { pack } from './pack.mjs';
import { root, runChild, stopWith } from './process.mjs';
import { runTests } from './test.mjs';

const scripts = {
  check: 'scripts/check.ts',
  generate: 'scripts/generate.ts',
  format: 'scripts/format.ts',
  bench: 'bench/main.ts',
  prove: 'prove/main.ts',
  fuzz: 'fuzz/main.ts',
  soak: 'prove/soak/main.ts',
  docs: 'scripts/site.ts',
};

const verbs = {
  serve: { dev: false, run: serve },
  cluster: { dev: true, run: cluster },
  assemble: { dev: false, run: assemble },
  pack: { dev: false, run: pack },
  test: { dev: true, run: runTests },
  'build-exe': { dev: false, run: buildExe },
  ...Object.fromEntries(
    Object.entries(scripts).map(([verb, file]) => [verb, { dev: true, run: script(file) }]),
  ),
};

async function serve(bun, args) {
  // `npm start -- backup …` is another command of the server's; only serving needs the web app.
  const isOther = args[0] !== undefined && !args[0].startsWith('-');
  if (!isOther && !(await buildWeb(bun))) return 1;
  const command = isOther ? args : ['serve', ...args];
  // HUBBUB_ENTRY lets the launcher's own tests stand in for the server.
  const entry = process.env.HUBBUB_ENTRY ?? 'packages/server/src/main.ts';
  // Without --no-install Bun would fetch what a file in a folder of extensions imports and has not beside it.
  return await runChild(bun, ['--no-orphans', '--no-install', join(root, entry), ...command], {
    ownGroup: true,
    // Whatever folder it was started from, a relative path in an option means that folder.
    cwd: process.cwd(),
  });
}

async function cluster(bun, args) {
  if (!(await buildWeb(bun))) return 1;
  const file = join(root, 'scripts/cluster.ts');
  return await runChild(bun, [file, ...args], { ownGroup: true, cwd: root });
}

function script(file) {
  return async (bun, args) => {
    if (!existsSync(join(root, file))) stopWith(`${file} is not there yet`);
    return await runChild(bun, [join(root, file), ...args], { cwd: root });
  };
}

const [name = 'serve', ...rest] = process.argv.slice(2);
const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
if (!verb) stopWith(`unknown verb "${name}"; known: ${Object.keys(verbs).join(', ')}`);
// npm drops the first `--`, Bun and a direct call keep it.
const args = rest[0] === '--' ? rest.slice(1) : rest;

await ensureInstalled({ dev: verb.dev });
process.exitCode = await verb.run(findBun(), args);
