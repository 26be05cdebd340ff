// Values from flags and the environment, each with the place that it came from, so that a message can name it.
import { readFileSync } from 'node:fs';
import { unknown } from './nearest.ts';
import { fileVariable, parseText, type Option, type OptionValue } from './option.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value and where it stands. */
export interface Found {
  readonly option: Option;
  readonly value: OptionValue;
  /** For people: "--port", "HUBBUB_PORT", "hubbub.toml line 3 (port)". */
  readonly where: string;
  /** The file that holds it. */
  readonly file?: string;
}

export interface SourceParts {
  readonly options: readonly Option[];
  /** Every problem is a line. */
  readonly problems: string[];
}

/** Of launchers and tests, not options. */
const otherEnv = /^HUBBUB_(ENTRY$|TEST_|LEFT_OUT_)/;

/** Weakest first: what the platform set, then our own variables. */
export function readEnvironment(env: Environment, { options, problems }: SourceParts): Found[] {
  const platform: Found[] = [];
  const own: Found[] = [];
  for (const option of options) {
    take(platform, { option, text: option.alsoEnv && env[option.alsoEnv], where: option.alsoEnv });
    take(own, { option, text: env[option.env], where: option.env });
    if (option.secret) takeFile(option);
  }
  const known = options.flatMap((one) => (one.secret ? [one.env, fileVariable(one)] : [one.env]));
  for (const key of Object.keys(env))
    if (key.startsWith('HUBBUB_') && !otherEnv.test(key) && !known.includes(key))
      problems.push(unknown(key, known));
  return [...platform, ...own];

  function take(to: Found[], { option, text, where = '' }: Given): void {
    if (!text) return;
    const value = parseText(option, text);
    if (value instanceof Error) problems.push(`${where}: ${value.message}`);
    else to.push({ option, value, where });
  }

  function takeFile(option: Option): void {
    const variable = fileVariable(option);
    const file = env[variable];
    if (!file) return;
    if (env[option.env])
      problems.push(`${option.env} and ${variable} are both set; keep the one you mean.`);
    try {
      const value = readFileSync(file, 'utf8').trim();
      own.push({ option, value, where: `${variable} (${file})`, file });
    } catch (error) {
      problems.push(`${variable}: ${file} cannot be read (${reasonOf(error)}).`);
    }
  }
}

interface Given {
  readonly option: Option;
  readonly text: string | undefined;
  readonly where: string | undefined;
}

export function readFlags(flags: readonly string[], { options, problems }: SourceParts): Found[] {
  const found: Found[] = [];
  for (const { flag, text } of splitFlags(flags)) {
    const option = options.find((one) => one.flag === flag);
    if (option === undefined) {
      const known = options.map((one) => one.flag);
      problems.push(unknown(flag, known));
    } else if (text === undefined && typeof option.fallback !== 'boolean')
      problems.push(`${flag} needs a value.`);
    else {
      const value = parseText(option, text ?? 'true');
      if (value instanceof Error) problems.push(`${flag}: ${value.message}`);
      else found.push({ option, value, where: flag });
    }
  }
  return found;
}

function splitFlags(flags: readonly string[]): { flag: string; text: string | undefined }[] {
  const found: { flag: string; text: string | undefined }[] = [];
  for (let i = 0; i < flags.length; i += 1) {
    const [flag = '', ...rest] = (flags[i] ?? '').split('=');
    const next = flags[i + 1];
    if (rest.length > 0) found.push({ flag, text: rest.join('=') });
    else if (next !== undefined && !next.startsWith('--')) {
      found.push({ flag, text: next });
      i += 1;
    } else found.push({ flag, text: undefined });
  }
  return found;
}

/** What the system says, e.g. "ENOENT". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
