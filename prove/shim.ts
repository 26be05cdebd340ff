// Libraries in C that are loaded before the server (LD_PRELOAD): built on first use, kept in the temp folder.
import { existsSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dir, 'shim');

/** What would be wanted to build and load one; undefined where it can be done. */
export function missingForShims(): string | undefined {
  if (process.platform !== 'linux') return 'its shim is for Linux';
  return Bun.which('cc') === null ? 'there is no C compiler (cc)' : undefined;
}

/** @returns the library's path */
export async function buildShim(name: string): Promise<string> {
  const source = join(folder, `${name}.c`);
  const mark = Bun.hash(await Bun.file(source).text()).toString(36);
  const built = join(tmpdir(), `hubbub-prove-${name}-${mark}.so`);
  if (existsSync(built)) return built;
  const partial = `${built}.${process.pid}`;
  const command = ['cc', '-shared', '-fPIC', '-O2', '-o', partial, source, '-ldl', '-lpthread'];
  const child = Bun.spawn(command, { stderr: 'pipe' });
  const said = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`${name}.c cannot be built: ${said}`);
  renameSync(partial, built);
  return built;
}
