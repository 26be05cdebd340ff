// What --help says: of all commands, and of one.
import { options } from '../config/table.ts';
import { everywhere, usage } from './arguments.ts';
import { exitCodes, type Command, type Flag } from './command.ts';

export function helpOfAll(commands: readonly Command[]): string {
  const { done, failed, misused } = exitCodes;
  return [
    ...commands.map((one) => line(`hubbub ${usage(one)}`, one.does)),
    '',
    'hubbub without a command is hubbub serve. Of every command: hubbub COMMAND --help.',
    `Exit codes: ${done} done, ${failed} it did not work, ${misused} it cannot be meant so.`,
    '',
    'Options of the server; each is also HUBBUB_… in the environment (docs/config.md):',
    ...optionLines(),
  ].join('\n');
}

export function helpOf(command: Command): string {
  const { flags = {}, examples, does, takesOptions } = command;
  return [
    `hubbub ${usage(command)}`,
    '',
    `${does}.`,
    '',
    ...flagLines({ ...flags, ...everywhere }),
    '',
    'Examples:',
    ...examples.map((example) => `  hubbub ${example}`),
    ...(takesOptions ? ['', 'Options of the server (docs/config.md):', ...optionLines()] : []),
  ].join('\n');
}

function flagLines(flags: Readonly<Record<string, Flag>>): readonly string[] {
  return Object.entries(flags).map(([name, { value, doc }]) =>
    line(`  ${value === undefined ? name : `${name} ${value}`}`, doc),
  );
}

function optionLines(): readonly string[] {
  return options.map(({ flag, doc, fallback, unit }) => {
    const value = Array.isArray(fallback) ? fallback.join(',') : String(fallback);
    const rest = value === '' ? '' : ` Default: ${value}${unit ? ` ${unit}` : ''}.`;
    return line(`  ${flag}`, `${doc}${rest}`);
  });
}

function line(left: string, right: string): string {
  return `${left.padEnd(29)} ${right}`;
}
