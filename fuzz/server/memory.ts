import { existsSync, readFileSync } from 'node:fs';

/** What a process has in memory; 0 where the system does not say so. */
export function residentBytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}
