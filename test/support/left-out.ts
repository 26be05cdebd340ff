import { appendFileSync } from 'node:fs';

/**
 * Notes that a test or area cannot run on this machine (no Redis, no compiler, …). The test command
 * lists these names, so that nothing is skipped in silence.
 */
export function leaveOut(name: string): void {
  const file = process.env.HUBBUB_LEFT_OUT_FILE;
  if (file) appendFileSync(file, `${name}\n`);
  else console.warn(`left out: ${name}`);
}
