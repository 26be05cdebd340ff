import fc from 'fast-check';
import { options } from '../../packages/server/src/config/table.ts';
import { readSettings } from '../../packages/server/src/config/settings-file.ts';
import { mutatedText, piecesOf } from '../arbitrary.ts';
import { must, target } from '../target.ts';

const good = fc.constantFrom(
  'port = 8080\nhost = "127.0.0.1"\ndoors = ["socket", "http"]\n',
  'environment = "prod"\norigins = ["https://chat.example.com"]\nlog-level = "info" # as it is\n',
  'operator-token = """\nof several lines\n"""\npush = true\nrate-burst = 1_000\n',
);
const keys = [
  'port',
  'host',
  'doors',
  'config',
  'data',
  '__proto__',
  'constructor',
  'log-level',
  'nobody',
];
const pieces = [
  ...keys,
  ' = ',
  '=',
  '\n',
  '[',
  ']',
  '[[',
  ']]',
  '{',
  '}',
  '"',
  "'",
  '"""',
  '.',
  ',',
  '1',
  '0x1',
  '1e9',
  'inf',
  'nan',
  'true',
  '2026-01-01',
  '#',
  '\\u0000',
  '\\uD800',
  '\r',
];

export const settings = [
  target({
    name: 'settings',
    what: 'the settings file',
    inputs: fc.oneof(mutatedText(good), piecesOf(pieces), fc.string({ unit: 'binary' })),
    check: (text: string) => {
      const problems: string[] = [];
      const found = readSettings(text, 'hubbub.toml', { options, problems });
      for (const { option, value } of found) {
        must(option.key !== 'config', 'one file that names another');
        must(typeof value === typeof option.fallback, `${option.key} is ${String(value)}`);
      }
      must(
        problems.every((line) => line.startsWith('hubbub.toml')),
        problems.join('\n'),
      );
    },
  }),
];
