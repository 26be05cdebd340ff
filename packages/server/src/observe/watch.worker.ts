// The thread of loop-watchdog.ts. It shares nothing with the loop that it watches but a few numbers, and writes to the log by itself.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Beats, type Still, type Watch } from './watch.ts';

const standardError = 2;
const words = {
  still: 'the server stands still',
  hangs: 'the server has stood still for too long: the process ends, to be started again',
} as const;

self.addEventListener('message', ({ data }: MessageEvent<Watch>) => {
  const beats = new Beats(data, stateOfMain);
  setInterval(() => {
    const still = beats.look();
    if (still === undefined) return;
    tell(still, data.logFile);
    // Nothing acknowledged is lost by it, and no handler of a signal would get to run.
    if (still.what === 'hangs') process.kill(process.pid, 'SIGKILL');
  }, data.lookMs);
});

function tell({ what, ms, op, state }: Still, file: string): void {
  const fields = { level: 'error', time: new Date().toISOString(), op, state, ms };
  try {
    const fd = file === '' ? standardError : openSync(file, 'a', 0o640);
    writeSync(fd, `${JSON.stringify({ ...fields, msg: words[what] })}\n`);
    if (fd !== standardError) closeSync(fd);
  } catch {
    // The disk of the log may be what it waits for.
  }
}

/** Undefined where the system does not say. */
function stateOfMain(): string | undefined {
  try {
    const { pid } = process;
    const stat = readFileSync(`/proc/self/task/${pid}/stat`, 'utf8');
    const letter = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    if (letter === 'R') return 'computes';
    return letter === 'D' ? 'waits for a disk' : 'waits';
  } catch {
    return undefined;
  }
}
