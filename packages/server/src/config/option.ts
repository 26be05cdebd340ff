// What an option is, and what may be its value: as text (flags, environment) or as TOML has it (the settings file).
export type OptionValue = number | string | boolean | readonly string[];

export interface Row<V extends OptionValue> {
  readonly fallback: V;
  readonly doc: string;
  readonly unit?: string;
  /** A second name in the environment, as platforms set it. */
  readonly alsoEnv?: string;
  readonly oneOf?: readonly string[];
  readonly min?: number;
  /** Never printed; may come from a file of its own, named by HUBBUB_…_FILE. */
  readonly secret?: true;
}

export interface Option<N extends string = string> extends Row<OptionValue> {
  readonly name: N;
  /** As the settings file has it. */
  readonly key: string;
  readonly flag: string;
  readonly env: string;
}

export function optionOf<N extends string>(name: N, entry: Row<OptionValue>): Option<N> {
  const key = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const env = `HUBBUB_${key.replaceAll('-', '_').toUpperCase()}`;
  return { ...entry, name, key, flag: `--${key}`, env };
}

/** Where a secret's file is named. */
export function fileVariable({ env }: Option): string {
  return `${env}_FILE`;
}

export function parseText(option: Row<OptionValue>, text: string): OptionValue | Error {
  const { fallback } = option;
  if (typeof fallback === 'number')
    return /^\d+$/.test(text)
      ? checkNumber(option, Number(text))
      : new Error(`"${text}" is no whole number.`);
  if (typeof fallback === 'boolean') {
    if (text === 'true' || text === '1') return true;
    return text === 'false' || text === '0'
      ? false
      : new Error(`"${text}" is neither true nor false.`);
  }
  if (typeof fallback === 'string') return checkChoice(option, text);
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return checkList(option, parts);
}

/** A value that has a type already. */
export function parseTyped(option: Row<OptionValue>, value: unknown): OptionValue | Error {
  const { fallback } = option;
  if (typeof fallback === 'number')
    return typeof value === 'number' && Number.isInteger(value)
      ? checkNumber(option, value)
      : new Error('this must be a whole number, without quotes.');
  if (typeof fallback === 'boolean')
    return typeof value === 'boolean'
      ? value
      : new Error('this must be true or false, without quotes.');
  if (typeof fallback === 'string')
    return typeof value === 'string'
      ? checkChoice(option, value)
      : new Error('this must be a text in quotes.');
  return Array.isArray(value) && value.every((part) => typeof part === 'string')
    ? checkList(option, value)
    : new Error('this must be a list of texts, like ["one", "two"].');
}

function checkNumber({ min = 0 }: Row<OptionValue>, value: number): OptionValue | Error {
  if (!Number.isSafeInteger(value)) return new Error(`"${value}" is no whole number.`);
  return value < min ? new Error(`${value} is too small; at least ${min}.`) : value;
}

function checkChoice({ oneOf }: Row<OptionValue>, text: string): OptionValue | Error {
  if (oneOf === undefined || oneOf.includes(text)) return text;
  return new Error(`"${text}" is none of ${oneOf.join(', ')}.`);
}

function checkList({ oneOf }: Row<OptionValue>, parts: readonly string[]): OptionValue | Error {
  const odd = parts.find((part) => oneOf?.includes(part) === false);
  return odd === undefined ? parts : new Error(`"${odd}" is none of ${oneOf?.join(', ')}.`);
}
