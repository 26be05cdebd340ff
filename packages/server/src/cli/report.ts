// `hubbub report …`: what users reported, for the operator.
import { ConfigError } from '../config.ts';
import type { Command } from './command.ts';
import { asOperator } from './operator.ts';
import { app, appIn } from './user.ts';
import { columns, numberIn, type Fields } from './words.ts';

const resolutions = { dismissed: 'DISMISSED', acted: 'ACTED' } as const;

export const reportCommands: readonly Command[] = [
  {
    name: 'report list',
    does: 'Shows what users reported and nobody has dealt with, the oldest first',
    flags: {
      '--app': app,
      '--resolved': { doc: 'Those that are dealt with instead, the newest first.' },
      '--limit': { value: 'NUMBER', doc: 'At most so many; 50 without it, 200 at most.' },
      '--after': { value: 'NEXT', doc: 'Goes on behind the page whose end said so.' },
    },
    takesOptions: true,
    examples: ['report list', 'report list --app shop --json'],
    async run({ flags, config, print, warn }) {
      const args = {
        app: appIn(flags),
        resolved: flags.has('--resolved'),
        limit: numberIn(flags, '--limit') ?? 0,
        after: flags.get('--after') ?? '',
      };
      await asOperator(config(), async (ask) => {
        const page = (await ask({ op: 'report.list', args })) as {
          reports?: Fields[];
          next?: string;
        };
        const { reports = [], next } = page;
        print({ text: reports.map(reportLine).join('\n') || 'no reports', json: page });
        if (next) warn(`There are more: --after ${next}`);
      });
    },
  },
  {
    name: 'report resolve',
    does: 'Says how a report was dealt with; does nothing to what was reported',
    operands: [{ name: 'ID' }],
    flags: {
      '--app': app,
      '--as': {
        value: 'HOW',
        doc: '"acted", as without it, or "dismissed".',
      },
      '--note': { value: 'TEXT', doc: 'What was done, for whoever looks later.' },
    },
    takesOptions: true,
    examples: ['report resolve rep_1a2b3c4d5e6 --as dismissed --note "a quarrel"'],
    async run({ operands: [report = ''], flags, config, print }) {
      const how = flags.get('--as') ?? 'acted';
      const resolution = resolutions[how as keyof typeof resolutions] as string | undefined;
      if (resolution === undefined)
        throw new ConfigError(`--as: "${how}" is none of ${Object.keys(resolutions).join(', ')}.`);
      const args = { app: appIn(flags), report, resolution, note: flags.get('--note') ?? '' };
      await asOperator(config(), async (ask) => {
        print({
          text: 'done',
          json: (await ask({ op: 'report.resolve', args })) as object,
        });
      });
    },
  },
];

function reportLine(report: Fields): string {
  const { id, createdAt, reason, reporter, text, resolution, note } = report;
  return columns(id, createdAt, resolution, reason, reporter, subjectOf(report), text, note);
}

/** What it is about: an id, whose it is, and what was said. */
function subjectOf({ message, moment, user, conversation }: Fields): string {
  if (message) {
    const { conversation: id, seq, sender, text } = message as Subject;
    return `message ${id}/${seq} of ${sender}: ${text ?? ''}`;
  }
  if (moment) {
    const { id, author, text } = moment as Subject;
    return `moment ${id} of ${author}: ${text ?? ''}`;
  }
  const { id, username, title } = (user ?? conversation ?? {}) as Subject;
  return `${user ? 'user' : 'conversation'} ${id} ${username ?? title ?? ''}`;
}

interface Subject extends Readonly<Record<'id' | 'conversation' | 'sender' | 'author', string>> {
  readonly seq: number;
  readonly text?: string;
  readonly username?: string;
  readonly title?: string;
}
