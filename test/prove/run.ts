// A proof as somebody would run it, and what it found.
import { join } from 'node:path';
import type { Verdict } from '../../prove/verdict.ts';

export const main = join(import.meta.dir, '../../prove/main.ts');

export async function prove(...args: readonly string[]) {
  const executable = process.env['HUBBUB_TEST_PROGRAM'];
  const child = Bun.spawn([process.execPath, main, ...args], {
    env: { ...process.env, ...(executable !== undefined && { PROVE_PROGRAM: executable }) },
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const output = await new Response(child.stdout).text();
  const verdict = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Verdict;
  return { code: await child.exited, verdict, output };
}
