import { expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const priority = join(import.meta.dir, 'priority.ts');
/** Of the line in /proc, counted behind the name. */
const niceField = 16;

// In a process of its own: the compilers of this one are left alone.
const program = `
  import { Compilers } from ${JSON.stringify(priority)};
  const compilers = new Compilers();
  const work = (n) => { let sum = 0; for (let i = 0; i < n; i += 1) sum += Math.sqrt(i) * i; return sum; };
  const functions = Array.from({ length: 50 }, (_, i) => new Function('work', 'return work(' + (200_000 + i) + ')'));
  setInterval(() => { for (const one of functions) one(work); compilers.giveWay(); console.log('looked'); }, 50);
`;

interface Thread {
  readonly name: string;
  readonly nice: number;
}

function threadsOf(pid: number): readonly Thread[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      const [head = '', tail = ''] = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(
        ') ',
      );
      const name = head.slice(head.indexOf('(') + 1);
      return [{ name, nice: Number(tail.split(' ')[niceField]) }];
    } catch {
      return []; // It has just ended.
    }
  });
}

test.skipIf(process.platform !== 'linux')(
  'threads that compile give way to the loop, and no other thread does',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-priority-'));
    const file = join(folder, 'program.ts');
    writeFileSync(file, program);
    const child = Bun.spawn([process.execPath, file], { stdout: 'pipe' });
    try {
      await looks(child.stdout, 10);
      const threads = threadsOf(child.pid);
      const compilers = threads.filter(({ name }) => name === 'JITWorker');
      expect(compilers.length).toBeGreaterThan(0);
      for (const { nice } of compilers) expect(nice).toBe(5);
      for (const { name, nice } of threads) if (name !== 'JITWorker') expect(nice).toBe(0);
    } finally {
      child.kill();
      rmSync(folder, { recursive: true });
    }
  },
);

async function looks(output: ReadableStream<Uint8Array>, times: number): Promise<void> {
  let seen = 0;
  for await (const chunk of output) {
    seen += new TextDecoder().decode(chunk).split('looked').length - 1;
    if (seen >= times) return;
  }
}
