// `hubbub token …`: logins that the operator makes for support and tests, and those a user has.
import { ConfigError } from '../config.ts';
import type { Command, Use } from './command.ts';
import { asOperator } from './operator.ts';
import { app, appIn, findUser } from './user.ts';
import { columns, type Fields } from './words.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const tokenCommands: readonly Command[] = [
  {
    name: 'token create',
    does: 'Logs a user in for support or tests: prints a token, shown once; the record says so',
    operands: [{ name: 'NAME' }],
    flags: {
      '--app': app,
      '--ttl': {
        value: 'TIME',
        doc: 'How long it is good: 90s, 30m, 12h, 7d; an hour without it.',
      },
      '--title': { value: 'TEXT', doc: 'What the user sees among its devices.' },
    },
    takesOptions: true,
    examples: ['token create ann', 'token create ann --app shop --ttl 10m --title "ticket 4711"'],
    async run({ operands: [name = ''], flags, config, print }) {
      const of = { app: appIn(flags), name };
      const device = { name: flags.get('--title') ?? 'operator' };
      const lifeSeconds = secondsIn(flags);
      await asOperator(config(), async (ask) => {
        const user = await findUser(ask, of);
        const args = { app: of.app, user, device, lifeSeconds };
        const made = (await ask({ op: 'account.mintToken', args })) as Fields;
        const { token, device: id } = made as { token: string; device: string };
        print({
          text: `${token}\nThis token is shown once; token revoke ${id} ends it.`,
          json: made,
        });
      });
    },
  },
  {
    name: 'token list',
    does: 'Lists the logins of a user',
    operands: [{ name: 'NAME' }],
    flags: { '--app': app },
    takesOptions: true,
    examples: ['token list ann'],
    async run({ operands: [name = ''], flags, config, print }) {
      const of = { app: appIn(flags), name };
      await asOperator(config(), async (ask) => {
        const args = { app: of.app, user: await findUser(ask, of) };
        const found = (await ask({ op: 'user.devices', args })) as { devices?: Fields[] };
        const lines = (found.devices ?? []).map(deviceLine);
        print({ text: lines.join('\n') || 'no logins', json: found });
      });
    },
  },
  {
    name: 'token revoke',
    does: 'Ends a login within a second, whosever it is',
    operands: [{ name: 'DEVICE' }],
    flags: { '--app': app },
    takesOptions: true,
    examples: ['token revoke dev_1a2b3c4d5e6'],
    async run({ operands: [device = ''], flags, config, print }) {
      const args = { app: appIn(flags), device };
      await asOperator(config(), async (ask) => {
        print({ text: 'done', json: (await ask({ op: 'user.endDevice', args })) as object });
      });
    },
  },
];

function deviceLine({ id, name, createdAt, lastSeenAt }: Fields): string {
  return columns(id, name, createdAt, lastSeenAt);
}

function secondsIn(flags: Use['flags']): number {
  const text = flags.get('--ttl');
  if (text === undefined) return 0;
  const [, count, unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (units[unit] ?? 0);
  if (!(seconds > 0))
    throw new ConfigError(`--ttl: "${text}" is no time; write 90s, 30m, 12h or 7d.`);
  return seconds;
}
