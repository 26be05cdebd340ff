// `hubbub audit`: what was done by those who manage the server, newest first.
import type { JsonValue } from '@bufbuild/protobuf';
import type { Command } from './command.ts';
import { asOperator } from './operator.ts';
import { columns, numberIn, timeFlags, timeIn, type Fields } from './words.ts';

const filters = ['app', 'action', 'actor', 'target'] as const;

export const audit: Command = {
  name: 'audit',
  does: 'Shows what operators, keys, owners and admins did, and who read logs, newest first',
  flags: {
    '--app': { value: 'APP', doc: 'In this app.' },
    '--action': { value: 'OPERATION', doc: 'This alone, e.g. user.disable.' },
    '--actor': { value: 'WHO', doc: 'By them alone: "operator ann", or the id of a key or user.' },
    '--target': { value: 'WHAT', doc: 'To this alone: the id of a user, conversation or key.' },
    ...timeFlags,
    '--limit': { value: 'NUMBER', doc: 'At most so many; 100 without it, 1000 at most.' },
    '--after': { value: 'NEXT', doc: 'Goes on behind the page whose end said so.' },
  },
  takesOptions: true,
  examples: ['audit', 'audit --action transcript.read --since 7d --json'],
  async run({ flags, config, print, warn }) {
    const args: Record<string, JsonValue> = { limit: numberIn(flags, '--limit') ?? 0 };
    for (const name of [...filters, 'after']) args[name] = flags.get(`--${name}`) ?? '';
    for (const name of ['since', 'until'] as const) {
      const time = timeIn(flags, `--${name}`);
      if (time !== undefined) args[name] = time;
    }
    await asOperator(config(), async (ask) => {
      const page = (await ask({ op: 'audit.list', args })) as { entries?: Fields[]; next?: string };
      const { entries = [], next } = page;
      print({ text: entries.map(entryLine).join('\n') || 'nothing', json: page });
      if (next) warn(`There are more: --after ${next}`);
    });
  },
};

function entryLine({ at, actor, action, app, target, details }: Fields): string {
  return columns(at, actor, action, app ?? '', target, details === '{}' ? '' : details);
}
