// `hubbub app …`: apps and their keys, for the operator.
import type { JsonValue } from '@bufbuild/protobuf';
import { ConfigError } from '../config.ts';
import { scopeDocs } from '../features/scopes.ts';
import type { Command, Flag, Operand, Use } from './command.ts';
import type { Asked } from './operator.ts';

interface Row extends Pick<Command, 'name' | 'does' | 'examples'> {
  readonly op: Asked['op'];
  readonly operand?: 'NAME' | 'KEY';
  readonly flags?: Readonly<Record<string, Flag>>;
  /** Besides the operand. */
  readonly args?: (flags: ReadonlyMap<string, string>) => Promise<JsonValue> | JsonValue;
}

const number = (doc: string): Flag => ({ value: 'NUMBER', doc });
const list = (doc: string): Flag => ({ value: 'LIST', doc });
const policies = ['all', 'one-per-class', 'newest'];
const devices: Flag = {
  value: policies.join('|'),
  oneOf: policies,
  doc: 'On which devices a user may be logged in at once.',
};
const scopeNames = Object.keys(scopeDocs);

export const appCommands: readonly Command[] = [
  row({
    name: 'app create',
    does: 'Makes an app',
    op: 'app.create',
    operand: 'NAME',
    examples: ['app create shop', 'app create bank --devices newest'],
    flags: { '--devices': devices },
    args: policyIn,
  }),
  row({ name: 'app list', does: 'Lists the apps', op: 'app.list', examples: ['app list --json'] }),
  row({
    name: 'app get',
    does: 'Shows an app; with --json its settings too',
    op: 'app.get',
    operand: 'NAME',
    examples: ['app get shop --json'],
  }),
  row({
    name: 'app suspend',
    does: 'Closes an app: its sockets end, its calls are refused, nothing is deleted',
    op: 'app.suspend',
    operand: 'NAME',
    examples: ['app suspend shop'],
  }),
  row({
    name: 'app resume',
    does: 'Opens a suspended app again',
    op: 'app.resume',
    operand: 'NAME',
    examples: ['app resume shop'],
  }),
  row({
    name: 'app set',
    does: 'Changes the settings of an app that are named',
    op: 'app.update',
    operand: 'NAME',
    examples: [
      'app set shop --hosts shop.example.com --event-log on',
      'app set shop --add-token-key 2026:EDDSA:public.pem',
    ],
    flags: {
      '--hosts': list('Host names of its own.'),
      '--origins': list('Web origins that may call it.'),
      '--rate': number('Calls a second of each caller.'),
      '--burst': number('Calls on top of that in a minute.'),
      '--users': number('Accounts, in all.'),
      '--sockets': number('Sockets at once, on each node.'),
      '--user-sockets': number('Sockets at once of a user.'),
      '--group-members': number('Members of a group.'),
      '--devices': devices,
      '--event-log': {
        value: 'on|off',
        oneOf: ['on', 'off'],
        doc: 'Whether its events are kept for backends.',
      },
      '--keep-hours': number('How long.'),
      '--add-token-key': {
        value: 'ID:HS256|EDDSA:FILE',
        doc: 'Tokens signed with this key log users in.',
      },
      '--remove-token-key': { value: 'ID', doc: 'They do so no more.' },
    },
    args: changes,
  }),
  row({
    name: 'app key create',
    does: 'Makes a key for a backend; its secret is shown once',
    op: 'app.createKey',
    operand: 'NAME',
    examples: ['app key create shop --scopes act,users --title "back end"'],
    flags: {
      '--scopes': {
        value: 'LIST',
        needed: true,
        doc: `what it may do, of ${scopeNames.join(',')}.`,
      },
      '--title': { value: 'TEXT', doc: 'What people call it.' },
    },
    args: (flags) => ({
      title: flags.get('--title') ?? '',
      scopes: scopesIn(flags.get('--scopes')),
    }),
  }),
  row({
    name: 'app key list',
    does: 'Lists the keys of an app',
    op: 'app.listKeys',
    operand: 'NAME',
    examples: ['app key list shop'],
  }),
  row({
    name: 'app key rotate',
    does: 'Gives a key a new secret; the old one works for a while longer',
    op: 'app.rotateKey',
    operand: 'KEY',
    examples: ['app key rotate key_1a2b3c4d5e6 --overlap 3600'],
    flags: { '--overlap': { value: 'SECONDS', doc: 'How long the old secret still works.' } },
    args(flags) {
      const overlap = flags.get('--overlap');
      return overlap === undefined ? {} : { overlapSeconds: numberIn('--overlap', overlap) };
    },
  }),
  row({
    name: 'app key revoke',
    does: 'Ends a key within a second',
    op: 'app.revokeKey',
    operand: 'KEY',
    examples: ['app key revoke key_1a2b3c4d5e6'],
  }),
];

function row({ op, operand, args, ...command }: Row): Command {
  const operands: readonly Operand[] = operand === undefined ? [] : [{ name: operand }];
  return {
    ...command,
    operands,
    takesOptions: true,
    async run({ operands: [given = ''], flags, config, print }: Use) {
      const named =
        operand === undefined ? {} : operand === 'KEY' ? { key: given } : { name: given };
      const asked = { op, args: { ...named, ...((await args?.(flags)) as object) } };
      // Only now: help need not wait for the operations to be read.
      const { askOperator } = await import('./operator.ts');
      const output = await askOperator(asked, config());
      print({ text: inWords(op, output), json: output as object });
    },
  };
}

function scopesIn(text: string | undefined): string[] {
  return listIn(text).map((scope) => {
    if (!scopeNames.includes(scope))
      throw new ConfigError(`--scopes: "${scope}" is none of ${scopeNames.join(', ')}.`);
    return scope.toUpperCase();
  });
}

const quotas = {
  ratePerSecond: '--rate',
  rateBurst: '--burst',
  users: '--users',
  sockets: '--sockets',
  userSockets: '--user-sockets',
  groupMembers: '--group-members',
} as const;

async function changes(flags: ReadonlyMap<string, string>): Promise<Record<string, JsonValue>> {
  const changed: Record<string, JsonValue> = {};
  for (const field of ['hosts', 'origins'] as const)
    if (flags.has(`--${field}`)) changed[field] = { names: listIn(flags.get(`--${field}`)) };
  const quota = Object.entries(quotas).flatMap(([field, flag]) => {
    const text = flags.get(flag);
    return text === undefined ? [] : [[field, numberIn(flag, text)] as const];
  });
  if (quota.length > 0) changed['quota'] = Object.fromEntries(quota);
  Object.assign(changed, policyIn(flags));
  const log = flags.get('--event-log');
  const keepHours = flags.get('--keep-hours');
  if (log !== undefined || keepHours !== undefined)
    changed['eventLog'] = {
      enabled: log !== 'off',
      ...(keepHours !== undefined && { keepHours: numberIn('--keep-hours', keepHours) }),
    };
  const added = flags.get('--add-token-key');
  if (added !== undefined) changed['addTokenKeys'] = [await tokenKeyIn(added)];
  const removed = flags.get('--remove-token-key');
  if (removed !== undefined) changed['removeTokenKeys'] = listIn(removed);
  return changed;
}

function policyIn(flags: ReadonlyMap<string, string>): Record<string, JsonValue> {
  const policy = flags.get('--devices');
  return policy === undefined ? {} : { devices: policy.replaceAll('-', '_').toUpperCase() };
}

/** From a file, so that no secret stands in a list of processes. */
async function tokenKeyIn(text: string): Promise<JsonValue> {
  const [, id = '', algorithm = '', file = ''] = /^([^:]+):(HS256|EDDSA):(.+)$/.exec(text) ?? [];
  if (file === '')
    throw new ConfigError('--add-token-key is written ID:HS256:FILE or ID:EDDSA:FILE.');
  const held = Bun.file(file);
  if (!(await held.exists())) throw new ConfigError(`--add-token-key: there is no file ${file}.`);
  return { id, algorithm, key: (await held.text()).trim() };
}

interface Shown {
  readonly app?: Parameters<typeof appLine>[0];
  readonly apps?: readonly Parameters<typeof appLine>[0][];
  readonly key?: Parameters<typeof keyLine>[0];
  readonly keys?: readonly Parameters<typeof keyLine>[0][];
  readonly secret?: string;
}

function inWords(op: Asked['op'], output: JsonValue): string {
  const { app, apps, key, keys, secret } = output as unknown as Shown;
  const lines = [
    ...(apps ?? (app ? [app] : [])).map(appLine),
    ...(keys ?? (key ? [key] : [])).map(keyLine),
    ...(secret === undefined
      ? []
      : [secret, 'This secret is shown once. Keep it where only the backend reads it.']),
  ];
  if (lines.length > 0) return lines.join('\n');
  return op === 'app.listKeys' ? 'no keys' : 'done';
}

function appLine({
  name,
  suspended = false,
  settings = {},
}: {
  name: string;
  suspended?: boolean;
  settings?: { hosts?: readonly string[] };
}): string {
  return [name, suspended ? 'suspended' : 'open', ...(settings.hosts ?? [])].join('\t');
}

function keyLine({
  id,
  title = '',
  scopes: held = [],
  lastUsedAt = 'never used',
}: {
  id: string;
  title?: string;
  scopes?: readonly string[];
  lastUsedAt?: string;
}): string {
  return [id, held.join(',').toLowerCase(), lastUsedAt, title].join('\t').trimEnd();
}

function listIn(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function numberIn(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new ConfigError(`${flag}: "${text}" is no whole number.`);
  return Number(text);
}
