// How much memory a process may have from now on: by the limit of its address space, where the system refuses more, or by a control
// group, where it ends the process.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const groups = '/sys/fs/cgroup/memory';
const killed = 'memory.limit_in_bytes';

export function missingForMemory(): string | undefined {
  if (process.platform !== 'linux') return 'limits of memory are set as Linux does it';
  return Bun.which('prlimit') === null ? 'there is no prlimit in the path' : undefined;
}

/** A control group of version 1 can be made here. */
export function hasGroups(): boolean {
  return process.getuid?.() === 0 && existsSync(join(groups, killed));
}

/** From now on it gets no more than so many bytes. */
export async function refuseMore(pid: number, bytes: number): Promise<void> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const has = Number(/^VmSize:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  const child = Bun.spawn(['prlimit', '--pid', String(pid), `--as=${has + bytes}`]);
  if ((await child.exited) !== 0) throw new Error('its memory could not be limited');
}

/** The same, but the one that takes more is killed. @returns takes the group away when the process is gone */
export function killForMore(pid: number, bytes: number): () => void {
  const group = join(groups, `hubbub-proof-${pid}`);
  mkdirSync(group);
  writeFileSync(join(group, killed), String(bytes));
  writeFileSync(join(group, 'cgroup.procs'), String(pid));
  return () => rmdirSync(group);
}
