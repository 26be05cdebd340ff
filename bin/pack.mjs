import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { assemble } from './assemble.mjs';
import { root, runQuietly, stopWith } from './process.mjs';

const machines = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/**
 * Makes what `npx hubbub` needs: `hubbub`, which is a few lines, and for each machine named (by default this one) a package that
 * holds the executable, so that nobody loads another machine's. Resolves with an exit code.
 */
export async function pack(bun, [folder, ...named]) {
  if (folder === undefined) stopWith('pack needs a folder for the packages, e.g. dist');
  const own = `${process.platform}-${process.arch}`;
  const wanted = named.length > 0 ? named : [own];
  const unknown = wanted.find((one) => !machines.includes(one));
  if (unknown !== undefined)
    stopWith(`unknown machine "${unknown}"; known: ${machines.join(', ')}`);
  const to = resolve(folder);
  mkdirSync(to, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'hubbub-pack-'));
  try {
    for (const machine of wanted) {
      const target = machine === own ? [] : ['--target', machine];
      const code = await assemble(bun, [join(work, machine), ...target]);
      if (code !== 0) return code;
      writePackage(join(work, machine), machinePackage(machine));
    }
    writeLauncher(join(work, 'launcher'), wanted);
    for (const one of [...wanted, 'launcher']) {
      const args = ['pack', join(work, one), '--pack-destination', to];
      const code = await runQuietly('npm', args, { cwd: work });
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    rmSync(work, { recursive: true });
  }
}

const { version, license, description, engines } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

function machinePackage(machine) {
  const [os, cpu] = machine.split('-');
  const name = `hubbub-${machine}`;
  return { name, version, license, description, os: [os], cpu: [cpu], files: ['bin', 'share'] };
}

function writeLauncher(folder, machines) {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const file of ['bin/npx.mjs', 'bin/process.mjs', 'LICENSE', 'README.md'])
    copyFileSync(join(root, file), join(folder, file));
  writePackage(folder, {
    name: 'hubbub',
    version,
    license,
    description,
    engines,
    type: 'module',
    bin: { hubbub: 'bin/npx.mjs' },
    files: ['bin'],
    optionalDependencies: Object.fromEntries(machines.map((one) => [`hubbub-${one}`, version])),
  });
}

function writePackage(folder, content) {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(content, undefined, 2)}\n`);
}
