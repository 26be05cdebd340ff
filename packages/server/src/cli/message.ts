// `hubbub message …`: what the operator does about single messages.
import { ConfigError } from '../config.ts';
import type { Command } from './command.ts';
import { asOperator } from './operator.ts';
import { app, appIn } from './user.ts';

export const messageCommands: readonly Command[] = [
  {
    name: 'message hide',
    does: 'Hides a message from everybody for good; what it said is kept and shown by log alone',
    operands: [{ name: 'CONVERSATION' }, { name: 'SEQ' }],
    flags: {
      '--app': app,
      '--reason': { value: 'TEXT', doc: 'Why, for whoever looks into the record later.' },
    },
    takesOptions: true,
    examples: ['message hide cnv_1a2b3c4d5e6 17 --reason "an address of somebody else"'],
    async run({ operands: [id = '', seq = ''], flags, config, print }) {
      if (!/^[1-9]\d{0,8}$/.test(seq))
        throw new ConfigError(`SEQ: "${seq}" is no number of a message.`);
      const args = { app: appIn(flags), id, seq: Number(seq), reason: flags.get('--reason') ?? '' };
      await asOperator(config(), async (ask) => {
        print({ text: 'done', json: (await ask({ op: 'transcript.hide', args })) as object });
      });
    },
  },
];
