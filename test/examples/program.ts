import { join } from 'node:path';
import { until } from '../support/until.ts';

export interface Program {
  /** All lines that it has printed. */
  readonly lines: readonly string[];
  type(line: string): void;
  untilLine(line: string): Promise<unknown>;
  /** Ends its input and waits for its end. */
  finish(): Promise<number>;
  kill(): void;
}

export function runExample(name: string, ...args: string[]): Program {
  const main = join(import.meta.dir, '../../examples', name, 'main.ts');
  const child = Bun.spawn([process.execPath, main, ...args], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const lines: string[] = [];
  void collect(child.stdout, lines);
  return {
    lines,
    type(line) {
      void child.stdin.write(`${line}\n`);
      void child.stdin.flush();
    },
    untilLine: (line) =>
      until(() => lines.includes(line), {
        timeoutMs: 10_000,
        what: `"${line}" among ${name}’s lines`,
      }),
    async finish() {
      await child.stdin.end();
      return await child.exited;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

async function collect(output: ReadableStream<Uint8Array>, lines: string[]): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of output) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  }
}
