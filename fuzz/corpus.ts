// Inputs that once broke something, or come close to it: every run begins with them. One file for each target, a list of
// { why, input }; bytes are { "hex": … }, long texts { "repeat": …, "times": … }.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Known {
  readonly why: string;
  readonly input: unknown;
}

export function corpusOf(target: string): readonly Known[] {
  const file = join(import.meta.dir, 'corpus', `${target}.json`);
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8'), revive) as readonly Known[];
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('hex' in value && typeof value.hex === 'string') return Uint8Array.fromHex(value.hex);
  if ('repeat' in value && 'times' in value)
    return String(value.repeat).repeat(Number(value.times));
  return value;
}
