// How long a server takes from its start to the address it prints: `bun scripts/measure-start.ts PROGRAM [ARGUMENT…]`, e.g.
// `dist/hubbub`, or `bun packages/server/src/main.ts`. Medians of ten starts, each in an empty folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const starts = 10;
const [program = '', ...rest] = process.argv.slice(2);
const command = [Bun.which(program) ?? resolve(program), ...rest.map((word) => resolve(word))];

const wall: number[] = [];
const cpu: number[] = [];
for (let i = 0; i < starts; i += 1) {
  const cwd = mkdtempSync(join(tmpdir(), 'hubbub-start-'));
  const startedAt = performance.now();
  const child = Bun.spawn([...command, 'serve', '--port', '0'], { cwd, env: {}, stdout: 'pipe' });
  const reader = child.stdout.getReader();
  await reader.read();
  wall.push(performance.now() - startedAt);
  const used = child.resourceUsage();
  child.kill('SIGTERM');
  await child.exited;
  cpu.push(Number((used ?? child.resourceUsage())?.cpuTime.total ?? 0) / 1000);
  rmSync(cwd, { recursive: true, force: true });
}
console.log(
  `up after ${median(wall)} ms; ${median(cpu)} ms of CPU for the whole run, stop included`,
);

function median(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = ((sorted[starts / 2 - 1] ?? 0) + (sorted[starts / 2] ?? 0)) / 2;
  return middle.toFixed(0);
}
