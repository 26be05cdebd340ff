// A loop that writes down for how many milliseconds it stood still, a line each: loaded before a server, that server's; alone, one
// with nothing else to do.
import { appendFileSync } from 'node:fs';

const everyMs = 5;
const leastMs = 50;
const file = process.env['BENCH_STALLS'] ?? '';

function look(dueAt: number): void {
  const now = performance.now();
  if (now - dueAt > leastMs) appendFileSync(file, `${(now - dueAt).toFixed(1)}\n`);
  setTimeout(look, everyMs, now + everyMs);
}

// Also of a process with threads: only the first one serves.
if (Bun.isMainThread) look(performance.now());
