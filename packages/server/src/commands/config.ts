// `hubbub config check` and `hubbub config print`: what the server would run with, and where each value stands.
import { ConfigError, options, settle, type Settled } from '../config.ts';
import type { Environment } from '../config/found.ts';
import type { Option, OptionValue } from '../config/option.ts';

/** @returns the exit code */
export function configCommand(args: readonly string[], env: Environment): number {
  const [verb, ...rest] = args;
  const flags = rest.filter((flag) => flag !== '--json');
  if (verb === 'check') return check(settle(flags, env));
  if (verb === 'print') return show(settle(flags, env), rest.includes('--json'));
  throw new ConfigError('There are: hubbub config check, hubbub config print [--json]');
}

function check({ config, problems, warnings }: Settled): number {
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  for (const warning of warnings) say(`${config.environment}: ${warning}`);
  say(`The options are fine (${config.environment}).`);
  return 0;
}

/** As a settings file that can be used again, or as JSON; with problems it shows what it can and tells them. */
function show({ config, places, problems }: Settled, asJson: boolean): number {
  const rows = options.map((option) => ({
    option,
    value: shown(option, config[option.name]),
    from: places.get(option.name) ?? 'default',
  }));
  if (asJson)
    say(
      JSON.stringify(
        Object.fromEntries(rows.map(({ option, value, from }) => [option.key, { value, from }])),
        undefined,
        2,
      ),
    );
  else
    for (const { option, value, from } of rows) {
      // JSON of texts, numbers, flags and lists is TOML as well. The file cannot name itself.
      const line = `${option.key} = ${JSON.stringify(value)}`;
      say(`${option.key === 'config' ? '# ' : ''}${line.padEnd(40)} # ${from}`);
    }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return 0;
}

/** Of a secret nothing but whether it is set. */
export function shown({ secret }: Option, value: OptionValue): OptionValue {
  return secret === true && value !== '' ? '[secret]' : value;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
