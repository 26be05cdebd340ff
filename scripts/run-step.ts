import { join } from 'node:path';

export const root = join(import.meta.dir, '..');

export interface StepResult {
  ok: boolean;
  /** Everything the program printed, both streams in order of arrival per stream. */
  output: string;
}

/** Runs a program with this same Bun (`bun`), so that nothing has to be on the PATH. */
export async function runBun(...args: string[]): Promise<StepResult> {
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: root,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: {
      ...process.env,
      NO_COLOR: '1',
      HUBBUB_LEFT_OUT_FILE: process.env.HUBBUB_LEFT_OUT_FILE ?? '/dev/null',
    },
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { ok: code === 0, output: [out, err].filter(Boolean).join('') };
}

export const tools = {
  buf: 'node_modules/@bufbuild/buf/bin/buf',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  tsc: 'node_modules/typescript/bin/tsc',
};
