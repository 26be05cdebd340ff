import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  readonly path: string;
  remove(): void;
}

/** A folder far outside the project with these files, by their paths in it. */
export function makeFolder(files: Readonly<Record<string, string>> = {}): Folder {
  // With characters that a path may have and a URL may not.
  const path = mkdtempSync(join(tmpdir(), 'hubbub test #1% '));
  for (const [name, text] of Object.entries(files)) {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
