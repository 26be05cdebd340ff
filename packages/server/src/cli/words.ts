// What commands share of reading their flags and writing their lines.
import { ConfigError } from '../config.ts';
import type { Use } from './command.ts';

/** An object of a reply, as JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** One line of a list, for eyes and for `cut`. */
export function columns(...values: readonly unknown[]): string {
  return values
    .map((value) => (typeof value === 'string' ? value.replaceAll(/[\t\n]/g, ' ') : ''))
    .join('\t')
    .trimEnd();
}

export function numberIn(flags: Use['flags'], flag: string): number | undefined {
  const text = flags.get(flag);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new ConfigError(`${flag}: "${text}" is no whole number.`);
  return Number(text);
}

const ago = /^(\d{1,6})([mhd])$/;
const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A moment as ISO 8601 has it, or how long ago: 30m, 12h, 7d. */
export function timeIn(flags: Use['flags'], flag: string): string | undefined {
  const text = flags.get(flag);
  if (text === undefined) return undefined;
  const [, count, unit = ''] = ago.exec(text) ?? [];
  const at =
    count === undefined ? Date.parse(text) : Date.now() - Number(count) * (unitMs[unit] ?? 0);
  if (Number.isNaN(at))
    throw new ConfigError(
      `${flag}: "${text}" is no time; write 2026-01-31, 2026-01-31T08:00Z or 12h.`,
    );
  return new Date(at).toISOString();
}

/** How long, in seconds: 30m, 12h, 7d; 0 without it. */
export function secondsIn(flags: Use['flags'], flag: string): number {
  const text = flags.get(flag);
  if (text === undefined) return 0;
  const [, count = '', unit = ''] = ago.exec(text) ?? [];
  const seconds = (Number(count) * (unitMs[unit] ?? 0)) / 1000;
  if (seconds === 0) throw new ConfigError(`${flag}: "${text}" is no time; write 30m, 12h or 7d.`);
  return seconds;
}

export const timeFlags = {
  '--since': { value: 'TIME', doc: 'From then on: 2026-01-31, 2026-01-31T08:00Z, or 12h ago.' },
  '--until': { value: 'TIME', doc: 'Before then.' },
} as const;
