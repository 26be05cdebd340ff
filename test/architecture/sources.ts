// The source files of the project and what each imports, as text: enough for the rules of ARCHITECTURE.md.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dir, '../..');

export interface Source {
  /** Path from the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Paths from the root of the project's own files it imports; packages as their entry file. */
  readonly imports: readonly string[];
}

const skipped = new Set(['node_modules', 'dist', 'gen', 'data', '.git', '.cache']);
const entries: Readonly<Record<string, string>> = {
  '@hubbub/protocol': 'packages/protocol/src/index.ts',
  '@hubbub/protocol/internal': 'packages/protocol/src/gen/hubbub/internal/v1/bus_pb.ts',
  '@hubbub/client': 'packages/client/src/index.ts',
  '@hubbub/server': 'packages/server/src/index.ts',
};

export function sources(folder: string): readonly Source[] {
  return [...files(join(root, folder))].map((file) => {
    const text = readFileSync(file, 'utf8');
    return { path: relative(root, file), text, imports: imports(file, text) };
  });
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (/\.(ts|tsx|mjs)$/.test(entry.name)) yield path;
  }
}

function imports(file: string, text: string): readonly string[] {
  const found: string[] = [];
  for (const [, name] of text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?['"]([^'"]+)['"]/g))
    add(name);
  for (const [, name] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) add(name);
  return found;

  function add(name: string | undefined): void {
    if (!name) return;
    if (name.startsWith('.')) found.push(relative(root, resolve(dirname(file), name)));
    else if (entries[name]) found.push(entries[name]);
  }
}
