// `hubbub room …`: the rooms of an app, for the operator.
import type { Command } from './command.ts';
import { asOperator } from './operator.ts';
import { app, appIn } from './user.ts';
import { columns, numberIn, type Fields } from './words.ts';

export const roomCommands: readonly Command[] = [
  {
    name: 'room list',
    does: 'Lists the rooms of an app, or the one page of them that was asked for',
    flags: {
      '--app': app,
      '--limit': { value: 'NUMBER', doc: 'At most so many; 100 without it, 1000 at most.' },
      '--after': { value: 'NEXT', doc: 'Goes on behind the page whose end said so.' },
    },
    takesOptions: true,
    examples: ['room list', 'room list --app shop --json'],
    async run({ flags, config, print, warn }) {
      const limit = numberIn(flags, '--limit') ?? 0;
      const args = { app: appIn(flags), limit, after: flags.get('--after') ?? '' };
      await asOperator(config(), async (ask) => {
        const page = (await ask({ op: 'room.list', args })) as { rooms?: Fields[]; next?: string };
        const { rooms = [], next } = page;
        print({ text: rooms.map(roomLine).join('\n') || 'no rooms', json: page });
        if (next) warn(`There are more: --after ${next}`);
      });
    },
  },
  {
    name: 'room delete',
    does: 'Ends a room or group as its owner could, with its whispers; its members are told',
    operands: [{ name: 'ID' }],
    flags: { '--app': app },
    takesOptions: true,
    examples: ['room delete cnv_1a2b3c4d5e6'],
    async run({ operands: [id = ''], flags, config, print }) {
      const args = { app: appIn(flags), id };
      await asOperator(config(), async (ask) => {
        print({
          text: 'done',
          json: (await ask({ op: 'room.delete', args })) as object,
        });
      });
    },
  },
];

function roomLine({ id, title, memberCount = 0, seq = 0, createdAt }: Fields): string {
  return columns(id, title, `${String(memberCount)} members`, `${String(seq)} messages`, createdAt);
}
