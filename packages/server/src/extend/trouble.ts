// What went wrong while a file was loaded, in one line that begins with file and line, as an editor or a terminal can follow.
import { readFileSync } from 'node:fs';

interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function explain(error: unknown, file: string): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const { message } = first instanceof Error ? first : new Error(String(first));
  return `${placeOf(first, file)}: ${message}`;
}

/** Where the file's default export stands; without one, the file. */
export function placeOfExport(file: string): string {
  return placeOfText(file, /\bexport\s+default\b|\bas\s+default\b/);
}

function placeOf(error: unknown, file: string): string {
  const position = positionOf(error);
  if (position !== undefined) return `${position.file}:${position.line}:${position.column}`;
  if (!(error instanceof Error)) return file;
  // A name or a package that is not there: the runtime says which, and not the line.
  const missing =
    /^Export named '(.+?)' not found/.exec(error.message) ??
    /^Cannot find (?:package|module) '(.+?)'/.exec(error.message);
  if (missing?.[1] !== undefined) {
    const importer = / imported from (\/.+)$/.exec(error.message)?.[1] ?? file;
    return placeOfText(importer, missing[1]);
  }
  return placeInStack(error.stack ?? '', file) ?? file;
}

/** Of a file that does not compile. */
function positionOf(error: unknown): Position | undefined {
  if (typeof error !== 'object' || error === null || !('position' in error)) return undefined;
  const { position } = error as { readonly position?: Position | null };
  return position ?? undefined;
}

/** Of a file that throws while it runs: its own line, not that of a package it called. */
function placeInStack(stack: string, file: string): string | undefined {
  const start = stack.indexOf(`${file}:`);
  return start < 0 ? undefined : /^.+?:\d+:\d+/.exec(stack.slice(start))?.[0];
}

function placeOfText(file: string, wanted: string | RegExp): string {
  let lines: readonly string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return file;
  }
  const line = lines.findIndex((text) =>
    typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text),
  );
  return line < 0 ? file : `${file}:${line + 1}`;
}
