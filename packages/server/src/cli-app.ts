// `hubbub app …`: the operator's commands. While a server runs they are calls to it; while none does, the same operations run
// on the database in this process. Both ways there is one road and one set of rules (docs/adr/0009-operator-commands.md).
import { resolve } from 'node:path';
import { create, fromBinary, fromJson, toJson, type JsonValue } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { AppKey_Scope, ErrorSchema, methods, type OperationName } from '@hubbub/protocol';
import { memoryBus } from './bus/memory.ts';
import { ConfigError, type Config } from './config.ts';
import { Dispatch, type Answer } from './dispatch.ts';
import { scopes, type ScopeName } from './features/authorize.ts';
import { appOperations } from './features/index.ts';
import { systemClock } from './ports/clock.ts';
import { StartupError } from './store/failures.ts';
import { readOperatorToken } from './store/operator-file.ts';
import { readRunning } from './store/running-file.ts';
import { openStore } from './store/store.ts';

type AppOperation = Extract<OperationName, `app.${string}`>;

interface Command {
  readonly op: AppOperation;
  readonly args: JsonValue;
}

/** Flags of these commands, besides the options that every command knows. */
export const appFlags = [
  '--json',
  '--scopes',
  '--title',
  '--overlap',
  '--hosts',
  '--origins',
  '--rate',
  '--burst',
  '--users',
  '--sockets',
  '--user-sockets',
  '--event-log',
  '--keep-hours',
  '--add-token-key',
  '--remove-token-key',
] as const;

export const appHelp = [
  'hubbub app create NAME         makes an app; list, get NAME, suspend NAME, resume NAME',
  'hubbub app set NAME            changes --hosts --origins --rate --burst --users --sockets --user-sockets',
  '                               --event-log on|off --keep-hours --add-token-key ID:HS256|EDDSA:FILE --remove-token-key ID',
  `hubbub app key create NAME     makes a key: --scopes ${Object.keys(scopes).join(',')} --title TEXT`,
  'hubbub app key list NAME       also: key rotate KEY [--overlap SECONDS], key revoke KEY; --json for programs',
];

/** Runs one command. @returns what to print */
export async function runAppCommand(
  words: readonly string[],
  { flags, config }: { flags: ReadonlyMap<string, string>; config: Config },
): Promise<string> {
  const command = await parse(words, flags);
  const output = (await overHttp(command, config)) ?? (await onDatabase(command, config));
  return flags.has('--json') ? JSON.stringify(output) : inWords(command.op, output);
}

async function parse(
  words: readonly string[],
  flags: ReadonlyMap<string, string>,
): Promise<Command> {
  const [verb, name, third] = words;
  if (verb === 'key') return parseKey(words.slice(1), flags);
  if (verb === 'list') return { op: 'app.list', args: {} };
  if (name === undefined || third !== undefined) throw usage();
  if (verb === 'set') return { op: 'app.update', args: { name, ...(await changes(flags)) } };
  if (verb === 'create' || verb === 'get' || verb === 'suspend' || verb === 'resume')
    return { op: `app.${verb}`, args: { name } };
  throw usage();
}

function parseKey([verb, name]: readonly string[], flags: ReadonlyMap<string, string>): Command {
  if (verb === undefined || name === undefined) throw usage();
  switch (verb) {
    case 'create': {
      const wanted = listIn(flags.get('--scopes')).map((scope) => {
        if (!Object.hasOwn(scopes, scope))
          throw new ConfigError(
            `--scopes: "${scope}" is none of ${Object.keys(scopes).join(', ')}.`,
          );
        return AppKey_Scope[scopes[scope as ScopeName].scope];
      });
      if (wanted.length === 0)
        throw new ConfigError(`A key needs --scopes, of ${Object.keys(scopes).join(', ')}.`);
      return {
        op: 'app.createKey',
        args: { name, title: flags.get('--title') ?? '', scopes: wanted },
      };
    }
    case 'list':
      return { op: 'app.listKeys', args: { name } };
    case 'rotate': {
      const overlap = flags.get('--overlap');
      const more = overlap === undefined ? {} : { overlapSeconds: numberIn('--overlap', overlap) };
      return { op: 'app.rotateKey', args: { key: name, ...more } };
    }
    case 'revoke':
      return { op: 'app.revokeKey', args: { key: name } };
    default:
      throw usage();
  }
}

const quotas = {
  ratePerSecond: '--rate',
  rateBurst: '--burst',
  users: '--users',
  sockets: '--sockets',
  userSockets: '--user-sockets',
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

/** From a file, so that no secret stands in a list of processes. */
async function tokenKeyIn(text: string): Promise<JsonValue> {
  const [, id = '', algorithm = '', file = ''] = /^([^:]+):(HS256|EDDSA):(.+)$/.exec(text) ?? [];
  if (file === '')
    throw new ConfigError('--add-token-key is written ID:HS256:FILE or ID:EDDSA:FILE.');
  const held = Bun.file(file);
  if (!(await held.exists())) throw new ConfigError(`--add-token-key: there is no file ${file}.`);
  return { id, algorithm, key: (await held.text()).trim() };
}

/** Undefined when no server runs on this data folder. */
async function overHttp({ op, args }: Command, config: Config): Promise<JsonValue | undefined> {
  const folder = resolve(config.data);
  const running = readRunning(folder);
  const token = config.operatorToken || readOperatorToken(folder);
  if (running === undefined || token === undefined) return undefined;
  const { parent, name } = methods[op];
  const response = await fetch(`${running.url}/${parent.typeName}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  }).catch(() => undefined);
  if (response === undefined) return undefined;
  const body = (await response.json().catch(() => ({}))) as JsonValue;
  if (response.ok) return body;
  // Left behind by a server that was killed, and now somebody else's address.
  if (response.status === 401 && !isAlive(running.pid)) return undefined;
  throw refusal(body, running.url);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function refusal(body: JsonValue, url: string): StartupError {
  const { details } = body as { details?: { type: string; value: string }[] };
  const ours = details?.find(({ type }) => type === ErrorSchema.typeName);
  if (ours === undefined) return new StartupError(`What answers at ${url} is no Hubbub.`);
  const { reason, message } = fromBinary(ErrorSchema, base64Decode(ours.value));
  return new StartupError(
    reason === 'TOKEN'
      ? `The server at ${url} does not know this operator token; give it with --operator-token.`
      : `${reason}: ${message}`,
  );
}

async function onDatabase({ op, args }: Command, config: Config): Promise<JsonValue> {
  const { database, data } = config;
  const store = await openStore({ database, dataDir: resolve(data), share: 'cluster' });
  const dispatch = new Dispatch({
    operations: appOperations({ apps: store }),
    storage: store,
    bus: memoryBus(),
    clock: systemClock,
    rates: { bucketOf: () => undefined },
    apps: { has: () => false, admit: () => undefined, stillValid: async () => true },
    timeLimitMs: config.timeLimitMs,
    report: (_incident, context) => process.stderr.write(`${JSON.stringify(context)}\n`),
    count: () => undefined,
  });
  try {
    return await ask(dispatch, { op, args });
  } finally {
    dispatch.stop();
    await store.close();
  }
}

async function ask(dispatch: Dispatch, { op, args }: Command): Promise<JsonValue> {
  const { input, output } = methods[op];
  const answered = Promise.withResolvers<Answer>();
  await dispatch.run<Answer>(operator, {
    op,
    decode: () => fromJson(input, args) as never,
    encode: (answer) => answer,
    respond: (answer) => answered.resolve(answer),
  });
  const { error, ...answer } = await answered.promise;
  if (error !== undefined) throw new StartupError(`${error.reason}: ${error.message}`);
  return toJson(output, create(output, (answer as { result: object }).result as never));
}

/** Who can open the database is the operator. */
const operator = {
  door: 'http',
  address: '',
  app: 'main' as never,
  caller: undefined,
  socket: undefined,
  rateKey: '',
  lanes: undefined,
  authenticate: async () => ({ kind: 'operator' }) as const,
} as const;

interface Shown {
  readonly app?: Parameters<typeof appLine>[0];
  readonly apps?: readonly Parameters<typeof appLine>[0][];
  readonly key?: Parameters<typeof keyLine>[0];
  readonly keys?: readonly Parameters<typeof keyLine>[0][];
  readonly secret?: string;
}

function inWords(op: AppOperation, output: JsonValue): string {
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

function usage(): ConfigError {
  return new ConfigError(['There are only:', ...appHelp].join('\n'));
}
