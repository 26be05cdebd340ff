// Loads a folder of TypeScript or JavaScript files, each of which extends the server by its default export. Used at start
// only: what is wrong with a file stops the start and is said with file and line. Files in folders below are not loaded by
// themselves, so helpers and node_modules may lie there; nor are tests, declarations and names that begin with _ or a dot.
//
// `providePackage` (package.ts) comes first, in each thread.
import { readdirSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartupError } from '../store/failures.ts';
import { explain, placeOfExport } from './trouble.ts';

/** One file's worth. */
export interface Extension<T> {
  /** The file's name without its ending; no two files of a folder have the same. */
  readonly name: string;
  /** Absolute. A worker loads it again with `loadFile`. */
  readonly file: string;
  readonly value: T;
}

/** What the files of a folder must be. */
export interface ExtensionKind<T> {
  /** The option that names the folder, for messages: `--hooks`. */
  readonly option: string;
  /** What a right file looks like, for messages: `export default defineHooks({ … })`. */
  readonly example: string;
  /** A T from a default export; throws an Error whose message is what is wrong with it. */
  read(value: unknown): T;
}

/** Files in order of name. Throws StartupError. */
export async function loadFolder<T>(
  folder: string,
  kind: ExtensionKind<T>,
): Promise<readonly Extension<T>[]> {
  const files = filesOf(resolve(folder), kind.option);
  const found = new Map<string, Extension<T>>();
  for (const file of files) {
    const { name } = parse(file);
    const other = found.get(name);
    if (other !== undefined)
      throw new StartupError(
        `${kind.option}: ${other.file} and ${file} have the same name; rename one.`,
      );
    found.set(name, { name, file, value: await loadFile(file, kind) });
  }
  return [...found.values()];
}

/** What one file exports. Throws StartupError. */
export async function loadFile<T>(file: string, kind: ExtensionKind<T>): Promise<T> {
  const { option, example } = kind;
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    throw new StartupError(`${option}: ${explain(error, file)}`, error);
  }
  try {
    if (module.default === undefined) throw new Error('there is no default export');
    return kind.read(module.default);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `${option}: ${placeOfExport(file)}: ${problem}; write: ${example}`,
      error,
    );
  }
}

function filesOf(folder: string, option: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name);
  } catch (error) {
    throw new StartupError(`${option}: the folder ${folder} cannot be read.`, error);
  }
  const files = names.filter(
    (name) => /\.[mc]?[jt]s$/.test(name) && !/^[._]|\.d\.[mc]?ts$|\.test\.[mc]?[jt]s$/.test(name),
  );
  if (files.length === 0)
    throw new StartupError(`${option}: there is no .ts or .js file in ${folder}.`);
  return files.toSorted().map((name) => join(folder, name));
}
