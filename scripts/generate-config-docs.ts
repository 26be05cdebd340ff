// docs/config.md from the option table in packages/server/src/config/table.ts.
import { options } from '../packages/server/src/config/table.ts';
import { fileVariable } from '../packages/server/src/config/option.ts';
import { tableRow, writePage } from './generated-page.ts';

const rows = options.map((option) => {
  const { flag, env, alsoEnv, fallback, unit, oneOf, secret, doc } = option;
  const list = typeof fallback === 'object';
  const value = list ? '' : String(fallback);
  const kind = oneOf
    ? oneOf.join(', ')
    : list
      ? 'list, separated by commas'
      : typeof fallback === 'string'
        ? 'text'
        : typeof fallback;
  const names = [env, ...(secret ? [fileVariable(option)] : []), ...(alsoEnv ? [alsoEnv] : [])]
    .map((name) => `\`${name}\``)
    .join(', ');
  return tableRow(
    `\`${flag}\``,
    names,
    kind,
    value === '' ? '' : `\`${value}\`${unit ? ` ${unit}` : ''}`,
    secret ? `${doc} Never printed.` : doc,
  );
});

writePage('docs/config.md', 'scripts/generate-config-docs.ts', [
  '# Options',
  '',
  'Each option is a flag of `hubbub serve` (behind `npm start --`), a variable in the environment and a line of the settings',
  'file that `--config` names. Flags win over `HUBBUB_…`, that over `PORT` and `DATABASE_URL`, that over the file, and that',
  'over the default. An option that does not exist stops the start, and all problems are told at once.',
  '',
  '```toml',
  '# hubbub.toml: the flags without their dashes',
  'host = "0.0.0.0"',
  'origins = ["https://chat.example.com"]',
  'proxies = ["10.0.0.0/8"]',
  '```',
  '',
  '`hubbub config check` tells every problem and starts nothing; `hubbub config print` shows each value and where it stands,',
  'without secrets. A secret may also come from a file of its own (`HUBBUB_DATABASE_FILE=/run/secrets/database`).',
  '',
  'In `prod`, which is the default, the start is refused with: plain HTTP or gRPC beyond this machine without TLS or a declared',
  'proxy; origins over plain HTTP; passwords that are short or stand in examples; a Redis elsewhere without one; files of secrets,',
  'or a data folder, that everybody on the machine may read. `dev` and `test` print the same as warnings. An origin that stands',
  'for many (`*`) is refused everywhere.',
  '',
  tableRow('Flag', 'Environment', 'Kind', 'Default', 'Meaning'),
  tableRow('---', '---', '---', '---', '---'),
  ...rows,
]);
