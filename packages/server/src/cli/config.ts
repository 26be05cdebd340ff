// Looking at the options without starting anything: what the server would run with, and where each value stands.
import { ConfigError } from '../config.ts';
import { options } from '../config/table.ts';
import type { Option, OptionValue } from '../config/option.ts';
import type { Command } from './command.ts';

export const configCheck: Command = {
  name: 'config check',
  does: 'Tells every problem of the options, from file, environment and flags together',
  takesOptions: true,
  examples: ['config check', 'config check --config hubbub.toml --host 0.0.0.0'],
  run({ settle, print, warn }) {
    const { config, problems, warnings } = settle();
    if (problems.length > 0) throw new ConfigError(problems.join('\n'));
    const { environment } = config;
    for (const warning of warnings) warn(`${environment}: ${warning}`);
    print({
      text: `The options are fine (${environment}).`,
      json: { ok: true, environment, warnings },
    });
  },
};

export const configPrint: Command = {
  name: 'config print',
  does: 'Prints every option as a settings file, and where it has its value from; no secrets',
  takesOptions: true,
  examples: ['config print', 'config print --json'],
  run({ settle, print }) {
    const { config, places, problems } = settle();
    const rows = options.map((option) => ({
      key: option.key,
      value: shown(option, config[option.name]),
      from: places.get(option.name) ?? 'default',
    }));
    print({
      // JSON of texts, numbers, flags and lists is TOML as well. The file cannot name itself.
      text: rows
        .map(({ key, value, from }) => {
          const line = `${key} = ${JSON.stringify(value)}`;
          return `${key === 'config' ? '# ' : ''}${line.padEnd(40)} # ${from}`;
        })
        .join('\n'),
      json: Object.fromEntries(rows.map(({ key, value, from }) => [key, { value, from }])),
    });
    // It shows what it can, and then what is wrong.
    if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  },
};

/** Of a secret nothing but whether it is set. */
function shown({ secret }: Option, value: OptionValue): OptionValue {
  return secret === true && value !== '' ? '[secret]' : value;
}
