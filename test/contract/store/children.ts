import { join } from 'node:path';
import { until } from '../../support/until.ts';

export interface Child {
  readonly pid: number;
  lines(): readonly string[];
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts process.ts and waits until it holds the database.
 * @param how a command to run it under, and what else the task takes
 */
export async function startChild(
  task: 'hold' | 'write',
  database: string,
  { tracer = [], more = '' }: { tracer?: readonly string[]; more?: string } = {},
): Promise<Child> {
  const script = join(import.meta.dir, 'process.ts');
  const child = Bun.spawn([...tracer, process.execPath, script, task, database, more], {
    stdout: 'pipe',
    stderr: 'ignore',
  });
  let output = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) output += decoder.decode(chunk, { stream: true });
  })();
  // The last piece may be half a line.
  const lines = () => output.split('\n').slice(0, -1);
  const held = () =>
    lines()
      .find((line) => line.startsWith('held '))
      ?.slice(5);
  const pid = await until(held, { timeoutMs: 10_000, what: 'the child process' }).catch(
    (error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    },
  );
  return {
    pid: Number(pid),
    lines,
    kill,
    [Symbol.asyncDispose]: kill,
  };

  async function kill(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) process.kill(Number(pid), 'SIGKILL');
    await child.exited;
    await reading;
  }
}
