// `hubbub user …`: the people of an app, for the operator.
import type { JsonValue } from '@bufbuild/protobuf';
import { ConfigError } from '../config.ts';
import { StartupError } from '../store/failures.ts';
import type { Command, Flag, Use } from './command.ts';
import { asOperator, type Ask, type Asked } from './operator.ts';
import { columns, type Fields, numberIn, secondsIn } from './words.ts';

export const app: Flag = { value: 'APP', doc: 'The app; main without it.' };

export const userCommands: readonly Command[] = [
  {
    name: 'user add',
    does: 'Makes a user; a password is made and shown once unless one is given',
    operands: [{ name: 'NAME' }],
    flags: {
      '--app': app,
      '--display-name': { value: 'TEXT', doc: 'What others see; the name without it.' },
      '--password-stdin': { doc: 'Reads the password from standard input.' },
      '--generate': { doc: 'Makes a password, as without either flag.' },
    },
    takesOptions: true,
    examples: ['user add ann', 'user add ann --app shop --display-name "Ann Lee" --password-stdin'],
    async run({ operands: [username = ''], flags, config, print }) {
      if (flags.has('--password-stdin') && flags.has('--generate'))
        throw new ConfigError('user add takes --password-stdin or --generate, not both.');
      const given = flags.has('--password-stdin') ? await fromInput() : '';
      const displayName = flags.get('--display-name') ?? '';
      const args = { app: appIn(flags), username, displayName, password: given };
      await asOperator(config(), async (ask) => {
        const made = (await ask({ op: 'user.create', args })) as Fields;
        const { password } = made;
        const secret = password ? [`${password as string}`, 'This password is shown once.'] : [];
        print({ text: [userLine(made['user']), ...secret].join('\n'), json: made });
      });
    },
  },
  {
    name: 'user list',
    does: 'Lists the users of an app, or the one page of them that was asked for',
    flags: {
      '--app': app,
      '--search': { value: 'TEXT', doc: 'Usernames that begin like this.' },
      '--disabled': { doc: 'Disabled ones alone.' },
      '--limit': { value: 'NUMBER', doc: 'At most so many; 100 without it, 1000 at most.' },
      '--after': { value: 'NEXT', doc: 'Goes on behind the page whose end said so.' },
    },
    takesOptions: true,
    examples: ['user list', 'user list --app shop --search an --limit 20 --json'],
    async run({ flags, config, print, warn }) {
      const args = {
        app: appIn(flags),
        search: flags.get('--search') ?? '',
        disabled: flags.has('--disabled'),
        after: flags.get('--after') ?? '',
        limit: numberIn(flags, '--limit') ?? 0,
      };
      await asOperator(config(), async (ask) => {
        const page = (await ask({ op: 'user.list', args })) as { users?: Fields[]; next?: string };
        const { users = [], next } = page;
        print({ text: users.map(userLine).join('\n') || 'no users', json: page });
        if (next) warn(`There are more: --after ${next}`);
      });
    },
  },
  about({
    name: 'user disable',
    does: 'Keeps a user out: it is logged out everywhere within a second and cannot log in',
    op: 'user.disable',
    flags: {
      '--reason': { value: 'TEXT', doc: 'Kept for the operator; the user is not told.' },
      '--for': { value: 'TIME', doc: 'It may come in again after so long: 30m, 12h, 7d.' },
    },
    args: (flags) => ({ reason: flags.get('--reason') ?? '', seconds: secondsIn(flags, '--for') }),
    examples: ['user disable ann --for 7d --reason "insults"', 'user disable usr_1a2b3c4d5e6'],
  }),
  about({
    name: 'user enable',
    does: 'Lets a disabled user log in again',
    op: 'user.enable',
    examples: ['user enable ann'],
  }),
  about({
    name: 'user reset',
    does: 'Takes the password away, ends every login, and shows a code for a new password',
    op: 'user.reset',
    examples: ['user reset ann'],
    more: ({ code, expiresAt }) => [
      `${code as string}`,
      `This code sets a new password once, until ${expiresAt as string} (account.reset).`,
    ],
  }),
];

interface About extends Pick<Command, 'name' | 'does' | 'examples' | 'flags'> {
  readonly op: Asked['op'];
  readonly args?: (flags: Use['flags']) => Record<string, JsonValue>;
  /** Lines below the user's. */
  readonly more?: (output: Fields) => readonly string[];
}

/** One that is about a user who is there. */
function about({ op, args, more, flags: own, ...command }: About): Command {
  return {
    ...command,
    operands: [{ name: 'NAME' }],
    flags: { '--app': app, ...own },
    takesOptions: true,
    async run({ operands: [name = ''], flags, config, print }) {
      await asOperator(config(), async (ask) => {
        const of = { app: appIn(flags), user: await findUser(ask, { app: appIn(flags), name }) };
        const output = (await ask({ op, args: { ...of, ...args?.(flags) } })) as Fields;
        const lines = [userLine(output['user']), ...(more?.(output) ?? [])];
        print({ text: lines.join('\n'), json: output });
      });
    },
  };
}

/** The id of the user with exactly this username, id or id of the business's own. */
export async function findUser(ask: Ask, of: { app: string; name: string }): Promise<string> {
  const { users = [] } = (await ask({ op: 'user.list', args: of })) as { users?: Fields[] };
  const [found] = users as { user: { id: string } }[];
  if (found === undefined)
    throw new StartupError(`There is no user ${of.name} in the app ${of.app}.`);
  return found.user.id;
}

export function appIn(flags: Use['flags']): string {
  return flags.get('--app') ?? 'main';
}

function userLine(managed: unknown): string {
  const { user, disabledAt, disabledUntil, disabledReason } = managed as Fields;
  const { id, username, displayName } = user as Fields;
  const since = disabledAt === undefined ? 'open' : `disabled since ${disabledAt as string}`;
  const state = disabledUntil === undefined ? since : `${since} until ${disabledUntil as string}`;
  return columns(id, username ?? '', state, displayName, disabledReason);
}

/** Without the line's end, and nothing else taken away. */
async function fromInput(): Promise<string> {
  const text = await Bun.stdin.text();
  const password = text.replace(/\r?\n$/, '');
  if (password === '') throw new ConfigError('--password-stdin: nothing came in.');
  return password;
}
