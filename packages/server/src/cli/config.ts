// Looking at the options without starting anything.
import { options, type Config } from '../config.ts';
import type { Command } from './command.ts';

export const configCheck: Command = {
  name: 'config check',
  does: 'Says what is wrong with the options, flags and environment together',
  takesOptions: true,
  examples: ['config check', 'config check --host 0.0.0.0'],
  run({ config, print }) {
    config();
    print({ text: 'ok', json: { ok: true } });
  },
};

export const configPrint: Command = {
  name: 'config print',
  does: 'Prints every option with its value; secrets are not shown',
  takesOptions: true,
  examples: ['config print', 'config print --json'],
  run({ config, print }) {
    const shown = shownOf(config());
    const lines = shown.map(({ flag, value }) => `${flag}=${String(value)}`);
    const json = Object.fromEntries(shown.map(({ name, value }) => [name, value]));
    print({ text: lines.join('\n'), json });
  },
};

function shownOf(config: Config) {
  return options.map(({ name, flag, secret }) => {
    const value = config[name];
    return { name, flag, value: secret && value !== '' ? '[secret]' : value };
  });
}
