// docs/config.md from the option table in packages/server/src/config.ts.
import { options } from '../packages/server/src/config.ts';
import { tableRow, writePage } from './generated-page.ts';

const rows = options.map(({ flag, env, alsoEnv, fallback, unit, oneOf, secret, doc }) => {
  const list = typeof fallback === 'object';
  const value = list ? '' : String(fallback);
  const kind = oneOf
    ? oneOf.join(', ')
    : list
      ? 'list, separated by commas'
      : typeof fallback === 'string'
        ? 'text'
        : typeof fallback;
  const names = alsoEnv === undefined ? `\`${env}\`` : `\`${env}\`, \`${alsoEnv}\``;
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
  'Each option is a flag of `hubbub serve` (behind `npm start --`) and a variable in the environment. A flag wins over its',
  'variable, and that over the default. An option that does not exist stops the start.',
  '',
  tableRow('Flag', 'Environment', 'Kind', 'Default', 'Meaning'),
  tableRow('---', '---', '---', '---', '---'),
  ...rows,
]);
