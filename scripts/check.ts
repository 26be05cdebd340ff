// Everything that must hold before a change goes in, except the tests. All steps run, so that one
// run tells the whole story.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runBun, tools } from './run-step.ts';

const steps: [name: string, args: string[]][] = [
  ['format', ['fmt', '--no-script', '--check']],
  ['lint', [tools.oxlint, '--type-aware']],
  ['types', [tools.tsc, '--noEmit']],
  ['generated files', ['scripts/generate.ts', '--check']],
  ['proto lint', [tools.buf, 'lint']],
];
if (existsSync(join(root, 'test/architecture'))) {
  steps.push(['architecture', ['test', './test/architecture/']]);
}

const failed: string[] = [];
for (const [name, args] of steps) {
  const started = performance.now();
  const { ok, output } = await runBun(...args);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (ok) continue;
  failed.push(name);
  console.log(output.trimEnd().replaceAll(/^/gm, '    '));
}

console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
