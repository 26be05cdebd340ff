// docs/cli.md from the table of commands in packages/server/src/cli/commands.ts.
import { everywhere, usage } from '../packages/server/src/cli/arguments.ts';
import { exitCodes, type Command } from '../packages/server/src/cli/command.ts';
import { commands } from '../packages/server/src/cli/commands.ts';
import { tableRow, writePage } from './generated-page.ts';

const { done, failed, misused } = exitCodes;

writePage('docs/cli.md', 'scripts/generate-cli-docs.ts', [
  '# Commands',
  '',
  'In a checkout `hubbub …` is `npm start -- …`; the single executable is `./hubbub …`. Without a command it is `hubbub serve`.',
  `The exit code is ${done} when it is done, ${failed} when it did not work, ${misused} when it cannot be meant so.`,
  '',
  tableRow('Of every command', 'Meaning'),
  tableRow('---', '---'),
  ...Object.entries(everywhere).map(([flag, { doc }]) => tableRow(`\`${flag}\``, doc)),
  ...commands.flatMap(section),
]);

function section(command: Command): readonly string[] {
  const { does, flags = {}, takesOptions, examples } = command;
  const own = Object.entries(flags).map(([flag, { value, doc }]) =>
    tableRow(`\`${value === undefined ? flag : `${flag} ${value}`}\``, doc),
  );
  return [
    '',
    `## \`hubbub ${usage(command)}\``,
    '',
    `${does}.${takesOptions ? ' Knows the [options of the server](config.md).' : ''}`,
    '',
    ...(own.length === 0 ? [] : [tableRow('Flag', 'Meaning'), tableRow('---', '---'), ...own, '']),
    '```sh',
    ...examples.map((example) => `hubbub ${example}`),
    '```',
  ];
}
