// The settings file: TOML, one line per option, named as its flag without the dashes. Flat, so that every value has a line
// that a message can name.
import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { unknown } from './nearest.ts';
import { parseTyped } from './option.ts';
import { reasonOf, type Found, type SourceParts } from './found.ts';

export function readSettingsFile(path: string, parts: SourceParts): Found[] {
  try {
    return readSettings(readFileSync(path, 'utf8'), path, parts);
  } catch (error) {
    parts.problems.push(`--config ${path}: it cannot be read (${reasonOf(error)}).`);
    return [];
  }
}

/** The same of a text that was read already; `path` names it in problems. */
export function readSettings(
  text: string,
  path: string,
  { options, problems }: SourceParts,
): Found[] {
  const table = parseFile(text, path, problems);
  if (table === undefined) return [];
  const { values, lineOf } = table;
  return Object.entries(values).flatMap(([key, given]) => {
    const line = lineOf(key);
    const where = line === undefined ? path : `${path} line ${line}`;
    const option = options.find((one) => one.key === key);
    if (option === undefined || key === 'config') {
      const keys = options.map((one) => one.key).filter((one) => one !== 'config');
      problems.push(`${where}: ${unknown(key, keys)}`);
      return [];
    }
    const value = parseTyped(option, given);
    if (!(value instanceof Error))
      return [{ option, value, where: `${where} (${key})`, file: path }];
    problems.push(`${where}: ${key}: ${value.message}`);
    return [];
  });
}

interface Table {
  readonly values: Record<string, unknown>;
  readonly lineOf: (key: string) => number | undefined;
}

function parseFile(text: string, path: string, problems: string[]): Table | undefined {
  try {
    const lines = text.split('\n').map((line) => line.trim());
    return {
      values: parse(text),
      lineOf(key) {
        const isIts = (line: string) => line.startsWith(`[${key}`) || keyOf(line) === key;
        const at = lines.findIndex(isIts);
        return at < 0 ? undefined : at + 1;
      },
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The library quotes the line, and there may be a password in it.
    const [what = ''] = error.message.split('\n');
    problems.push(`${path} line ${error.line}: ${what.replace('Invalid TOML document: ', '')}`);
    return undefined;
  }
}

function keyOf(line: string): string | undefined {
  return /^["']?([\w-]+)["']?\s*[=.]/.exec(line)?.[1];
}
