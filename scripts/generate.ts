// Writes all generated files: types from proto/, then whatever each scripts/generate-*.ts writes.
// With `--check` nothing is written, and a file that would change is a failure.
import { Glob } from 'bun';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runBun, tools } from './run-step.ts';

const genFolder = 'packages/protocol/src/gen';
const check = process.argv.includes('--check');
const failures: string[] = [];

if (check) await checkProto();
else await step('buf generate', [tools.buf, 'generate']);

const generators = [...new Glob('scripts/generate-*.ts').scanSync({ cwd: root })];
for (const file of generators.toSorted()) {
  await step(file, check ? [file, '--check'] : [file]);
}

if (failures.length > 0) {
  const advice = check ? 'Out of date; run `npm run generate`:' : 'Failed:';
  console.error([advice, ...failures.map((name) => `  ${name}`)].join('\n'));
  process.exitCode = 1;
}

async function step(name: string, args: string[]): Promise<void> {
  const { ok, output } = await runBun(...args);
  if (output) process.stdout.write(output);
  if (!ok) failures.push(name);
}

async function checkProto(): Promise<void> {
  const fresh = await mkdtemp(join(tmpdir(), 'hubbub-generate-'));
  try {
    await step('buf generate', [tools.buf, 'generate', '--output', fresh]);
    const wanted = await readTree(join(fresh, genFolder));
    const found = await readTree(join(root, genFolder));
    for (const name of new Set([...wanted.keys(), ...found.keys()])) {
      if (wanted.get(name) !== found.get(name)) failures.push(join(genFolder, name));
    }
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const tree = new Map<string, string>();
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    tree.set(file.slice(folder.length + 1), await readFile(file, 'utf8'));
  }
  return tree;
}
