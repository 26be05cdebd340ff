// A page that is written by a script: with --check nothing is written, and a page that would change is a failure.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-step.ts';

export { root };

export function writePage(path: string, script: string, lines: readonly string[]): void {
  const [title = '', ...rest] = lines;
  const text = `${[title, '', `<!-- Written by ${script}; run \`npm run generate\`. -->`, ...rest].join('\n')}\n`;
  const file = join(root, path);
  if (!process.argv.includes('--check')) return writeFileSync(file, text);
  if (read(file) === text) return;
  console.error(`${path} is out of date`);
  process.exitCode = 1;
}

/** A line of a Markdown table. */
export function tableRow(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Not there yet: out of date.
  }
}
