// From words to a command and what it is given. Throws ConfigError for what makes no sense, with the nearest that would.
import { ConfigError } from '../config.ts';
import type { Command, Flag } from './command.ts';

export interface Parsed {
  readonly command: Command;
  readonly operands: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
  /** Options of the server. */
  readonly options: readonly string[];
}

/** Flags of every command. */
export const everywhere: Readonly<Record<string, Flag>> = {
  '--json': { doc: 'Prints one line of JSON, errors too.' },
  '--help': { doc: 'Says what the command does and knows.' },
};

export function parse(words: readonly string[], commands: readonly Command[]): Parsed {
  const { command, rest } = findCommand(words, commands);
  const { operands = [] } = command;
  const given = rest.slice(0, countWords(rest));
  const odd = operands.find(
    ({ oneOf }, index) => oneOf !== undefined && !oneOf.includes(given[index] ?? ''),
  );
  if (given.length !== operands.length || odd !== undefined)
    throw new ConfigError(
      `hubbub ${usage(command)}${odd?.oneOf === undefined ? '' : `: ${odd.name} is one of ${odd.oneOf.join(', ')}`}`,
    );
  return { command, operands: given, ...split(rest.slice(given.length), command) };
}

/** How it is called, without flags. */
export function usage({ name, operands = [] }: Command): string {
  return [name, ...operands.map((operand) => operand.name)].join(' ');
}

export function findCommand(words: readonly string[], commands: readonly Command[]) {
  const count = countWords(words);
  for (const length of [2, 1]) {
    const name = words.slice(0, Math.min(length, count)).join(' ');
    const command = commands.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: words.slice(name.split(' ').length) };
  }
  const serve = commands.find(({ name }) => name === 'serve');
  if (count === 0 && serve !== undefined) return { command: serve, rest: words };
  const names = commands.map(({ name }) => name).join(', ');
  const [first = ''] = words;
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length > 0)
    throw new ConfigError(
      `There is only: ${family.map((one) => `hubbub ${usage(one)}`).join(', ')}`,
    );
  throw new ConfigError(`There is no command ${first}; there are ${names}. See --help.`);
}

function countWords(words: readonly string[]): number {
  const index = words.findIndex((word) => word.startsWith('-'));
  return index < 0 ? words.length : index;
}

function split(words: readonly string[], { flags: own = {}, takesOptions, name }: Command) {
  const flags = new Map<string, string>();
  const options: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const [flag = '', ...inline] = (words[i] ?? '').split('=');
    const known = own[flag] ?? everywhere[flag];
    if (known === undefined) options.push(words[i] ?? '');
    else if (known.value === undefined) flags.set(flag, '');
    else {
      const value = inline.length > 0 ? inline.join('=') : words[(i += 1)];
      if (value === undefined || value === '') throw new ConfigError(`${flag} needs a value.`);
      if (known.oneOf?.includes(value) === false)
        throw new ConfigError(`${flag}: "${value}" is none of ${known.oneOf.join(', ')}.`);
      flags.set(flag, value);
    }
  }
  const missing = Object.entries(own).find(([flag, { needed }]) => needed && !flags.has(flag));
  if (missing !== undefined)
    throw new ConfigError(`${name} needs ${missing[0]}, ${missing[1].doc}`);
  if (!takesOptions && options[0] !== undefined)
    throw new ConfigError(`${name} does not know ${options[0]}. See hubbub ${name} --help.`);
  return { flags, options };
}
