// Every option of the server, once: its name on the command line, in the environment and in docs/config.md, its type and
// its default derive from the row here. The only file that reads the environment.
export type OptionValue = number | string | boolean | readonly string[];

interface Row<V extends OptionValue> {
  readonly fallback: V;
  readonly doc: string;
  readonly unit?: string;
  /** A second name in the environment, as platforms set it. */
  readonly alsoEnv?: string;
  readonly oneOf?: readonly string[];
  readonly min?: number;
  /** Never printed. */
  readonly secret?: true;
}

const table = {
  port: row(8080, 'Main port: sockets, HTTP and the web app. 0 picks a free one.', {
    alsoEnv: 'PORT',
  }),
  host: row(
    '127.0.0.1',
    'Address to listen on. 0.0.0.0 for all; then see environment and proxies.',
  ),
  doors: row(
    ['socket', 'http'],
    'Doors to open: socket and http on the main port, grpc on its own.',
    {
      oneOf: ['socket', 'http', 'grpc'],
    },
  ),
  grpcPort: row(50_051, 'Port of the gRPC door, if it is open. 0 picks a free one.'),
  grpcHost: row(
    '127.0.0.1',
    'Address the gRPC door listens on. 0.0.0.0 for all; then see environment and proxies.',
  ),
  grpcReflection: row(false, 'Tell gRPC tools the contract; in dev always.'),
  grpcBytes: row(4_194_304, 'Largest gRPC message, either way.', { unit: 'bytes', min: 1024 }),
  grpcStreams: row(100, 'Calls of a gRPC connection that may be unanswered.', { min: 1 }),
  grpcConnections: row(1_000, 'gRPC connections, in all.', { min: 1 }),
  data: row('./data', 'Data folder: the database, if it is the embedded one.'),
  database: row(
    '',
    'postgres://user:password@host/name; empty for the embedded database in the data folder.',
    {
      alsoEnv: 'DATABASE_URL',
      secret: true,
    },
  ),
  bus: row(
    '',
    'redis://user:password@host:port of the Redis or Valkey that joins several nodes on one PostgreSQL database; empty for a single node.',
    { secret: true },
  ),
  origins: row(
    [] as readonly string[],
    'Web origins that may call, e.g. https://chat.example.com. Without any: pages opened by address or as localhost.',
  ),
  proxies: row(
    [] as readonly string[],
    'Addresses or networks of reverse proxies that speak TLS; their X-Forwarded-For is believed and cookies are Secure.',
  ),
  environment: row('prod', 'dev allows plain HTTP beyond this machine, with a warning.', {
    oneOf: ['dev', 'test', 'prod'],
  }),
  web: row('', 'Folder of the built web app; empty for the one that comes with the server.'),
  logLevel: row('info', 'Least important line to log.', {
    oneOf: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
  }),
  publicMetrics: row(false, 'Answer /metrics to everybody, not only to this machine.'),
  frameBytes: row(65_536, 'Largest WebSocket message from a client.', { unit: 'bytes', min: 1024 }),
  bodyBytes: row(1_048_576, 'Largest HTTP body.', { unit: 'bytes', min: 1024 }),
  ratePerSecond: row(
    10,
    'Operations by cost per connection, or per device over HTTP; 0 for no limit.',
  ),
  rateBurst: row(60, 'Operations a minute on top of the rate.'),
  inFlight: row(64, 'Requests of a connection that may be unanswered.', { min: 1 }),
  timeLimitMs: row(30_000, 'An operation that takes longer is answered TIMEOUT.', {
    unit: 'ms',
    min: 100,
  }),
  loginMs: row(5_000, 'A socket without session.open is closed after this long.', {
    unit: 'ms',
    min: 100,
  }),
  pingMs: row(25_000, 'Each socket is pinged this often.', { unit: 'ms', min: 50 }),
  pongMs: row(20_000, 'Without an answer to a ping for this long the peer is dead.', {
    unit: 'ms',
    min: 50,
  }),
  userSockets: row(20, 'Sockets of one user.', { min: 1 }),
  addressSockets: row(50, 'Sockets of one address that are not logged in.', { min: 1 }),
  addressRate: row(
    10,
    'New sockets of one address per second, with a burst of 50; 0 for no limit.',
  ),
  waitingSockets: row(1_000, 'Sockets that are not logged in, in all.', { min: 1 }),
  slowBytes: row(65_536, 'Backlog from which a socket gets no presence, typing or marks.', {
    unit: 'bytes',
    min: 1,
  }),
  queueBytes: row(1_048_576, 'Backlog at which a socket is closed as slow.', {
    unit: 'bytes',
    min: 1024,
  }),
  queueMs: row(10_000, 'A socket whose backlog does not move for this long is closed as slow.', {
    unit: 'ms',
    min: 100,
  }),
  sweepMs: row(200, 'How often backlogs are looked at.', { unit: 'ms', min: 10 }),
  headsMs: row(
    10_000,
    'How often the heads of all streams heard here are compared with the database.',
    { unit: 'ms', min: 10 },
  ),
  recheckMs: row(300_000, 'How often the logins of open sockets are checked.', {
    unit: 'ms',
    min: 100,
  }),
  drainMs: row(10_000, 'A stopping server ends at the latest after this long.', {
    unit: 'ms',
    min: 100,
  }),
  unreadyMs: row(
    0,
    'A stopping server answers /readyz with 503 this long before it sends sockets away, for load balancers.',
    { unit: 'ms' },
  ),
  loginTries: row(5, 'Wrong passwords in a row per account, then one every five minutes.', {
    min: 1,
  }),
  addressTries: row(10, 'Wrong passwords in a row per address, then one every five minutes.', {
    min: 1,
  }),
  editSeconds: row(86_400, 'Messages may be edited this long after they were sent; 0 for ever.', {
    unit: 's',
  }),
  recallSeconds: row(
    86_400,
    'Messages may be taken back by their sender this long after they were sent; 0 for ever.',
    { unit: 's' },
  ),
  signUps: row(3, 'New accounts in a row per address, then one every six minutes.', { min: 1 }),
} as const;

type Table = typeof table;
export type OptionName = keyof Table;
type Widen<V> = V extends number
  ? number
  : V extends boolean
    ? boolean
    : V extends string
      ? string
      : V;
export type Config = { readonly [K in OptionName]: Widen<Table[K]['fallback']> };

/** The options as they are listed in docs and help. */
export const options: readonly (Row<OptionValue> & {
  readonly name: OptionName;
  readonly flag: string;
  readonly env: string;
})[] = (Object.entries(table) as [OptionName, Row<OptionValue>][]).map(([name, entry]) => ({
  ...entry,
  name,
  flag: `--${kebab(name)}`,
  env: `HUBBUB_${kebab(name).replaceAll('-', '_').toUpperCase()}`,
}));

/** What is wrong with the options; every problem is a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Of launchers and tests, not options. */
const otherEnv = /^HUBBUB_(ENTRY$|FULL$|TEST_|LEFT_OUT_)/;

/** Flags win over the environment, and that over defaults. Throws ConfigError. */
export function readConfig(
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const problems: string[] = [];
  const values: Partial<Record<OptionName, OptionValue>> = {};
  const put = (option: (typeof options)[number], text: string, source: string) => {
    const value = parse(option, text);
    if (value instanceof Error) problems.push(`${source}: ${value.message}`);
    else values[option.name] = value;
  };
  for (const option of options)
    for (const key of [option.alsoEnv, option.env]) if (key && env[key]) put(option, env[key], key);
  for (const key of Object.keys(env))
    if (
      key.startsWith('HUBBUB_') &&
      !otherEnv.test(key) &&
      !options.some((option) => option.env === key)
    )
      problems.push(
        unknown(
          key,
          options.map((option) => option.env),
        ),
      );
  for (const { flag, text } of splitFlags(flags)) {
    const option = options.find((one) => one.flag === flag);
    if (option === undefined)
      problems.push(
        unknown(
          flag,
          options.map((one) => one.flag),
        ),
      );
    else if (text === undefined && typeof option.fallback !== 'boolean')
      problems.push(`${flag} needs a value.`);
    else put(option, text ?? 'true', flag);
  }
  const config = { ...defaults(), ...values } as Config;
  problems.push(...conflicts(config));
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

export function defaults(): Config {
  return Object.fromEntries(
    Object.entries(table).map(([name, { fallback }]) => [name, fallback]),
  ) as Config;
}

function parse(option: Row<OptionValue>, text: string): OptionValue | Error {
  const { fallback, oneOf, min = 0 } = option;
  if (typeof fallback === 'number') {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
      return new Error(`"${text}" is no whole number.`);
    return value < min ? new Error(`${value} is too small; at least ${min}.`) : value;
  }
  if (typeof fallback === 'boolean') {
    if (text === 'true' || text === '1') return true;
    return text === 'false' || text === '0'
      ? false
      : new Error(`"${text}" is neither true nor false.`);
  }
  if (typeof fallback !== 'string') {
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const odd = parts.find((part) => oneOf?.includes(part) === false);
    return odd === undefined ? parts : new Error(`"${odd}" is none of ${oneOf?.join(', ')}.`);
  }
  if (oneOf && !oneOf.includes(text)) return new Error(`"${text}" is none of ${oneOf.join(', ')}.`);
  return text;
}

function conflicts(config: Config): string[] {
  const { port, origins, environment, host, proxies, doors, grpcPort, grpcHost, database, bus } =
    config;
  const problems: string[] = [];
  // Else it would be taken for a folder, and an empty server would start in it. Not repeated: it may hold a password.
  if (/^[a-z][a-z\d+.-]*:/i.test(database) && !/^postgres(ql)?:\/\/./.test(database))
    problems.push(
      '--database: this is no address of PostgreSQL; write it like postgres://user:password@host/name',
    );
  if (bus !== '' && !(URL.canParse(bus) && /^rediss?:$/.test(new URL(bus).protocol)))
    problems.push('--bus cannot be read. It looks like redis://user:password@host:6379.');
  if (bus !== '' && !/^postgres(ql)?:/.test(database))
    problems.push(
      '--bus joins nodes that share a database: name it with --database postgres://…; the embedded one belongs to one process.',
    );
  for (const [flag, value] of [
    ['--port', port],
    ['--grpc-port', grpcPort],
  ] as const)
    if (value > 65_535) problems.push(`${flag}: ${value} is no port; 0 to 65535.`);
  const hasGrpc = doors.includes('grpc');
  if (doors.length === 0) problems.push('--doors: at least one of socket, http, grpc.');
  if (!hasGrpc && grpcPort !== table.grpcPort.fallback)
    problems.push('--grpc-port: this door is closed; open it with --doors socket,http,grpc');
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      problems.push(`--origins: "${origin}" is no origin; write it like https://chat.example.com`);
  for (const proxy of proxies)
    if (!/^[\da-f:.]+(\/\d+)?$/i.test(proxy))
      problems.push(`--proxies: "${proxy}" is no address or network like 10.0.0.0/8`);
  if (environment === 'prod' && !isLocal(host) && proxies.length === 0)
    problems.push(
      `--host ${host} would serve plain HTTP beyond this machine: name the TLS proxy with --proxies, or use --environment dev`,
    );
  if (hasGrpc && environment === 'prod' && !isLocal(grpcHost) && proxies.length === 0)
    problems.push(
      `--grpc-host ${grpcHost} would serve plain gRPC beyond this machine: name the TLS proxy with --proxies, or use --environment dev`,
    );
  return problems;
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function splitFlags(flags: readonly string[]): { flag: string; text: string | undefined }[] {
  const found: { flag: string; text: string | undefined }[] = [];
  for (let i = 0; i < flags.length; i += 1) {
    const [flag = '', ...rest] = (flags[i] ?? '').split('=');
    const next = flags[i + 1];
    if (rest.length > 0) found.push({ flag, text: rest.join('=') });
    else if (next !== undefined && !next.startsWith('--')) {
      found.push({ flag, text: next });
      i += 1;
    } else found.push({ flag, text: undefined });
  }
  return found;
}

function unknown(name: string, known: readonly string[]): string {
  const [nearest = ''] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
  return `There is no option ${name}; did you mean ${nearest}? See --help.`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const line = [i];
    for (let j = 1; j <= b.length; j += 1)
      line.push(
        Math.min(
          (line[j - 1] ?? 0) + 1,
          (before[j] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    before = line;
  }
  return before[b.length] ?? 0;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function row<V extends OptionValue>(
  fallback: V,
  doc: string,
  more: Omit<Row<V>, 'fallback' | 'doc'> = {},
): Row<V> {
  return { fallback, doc, ...more };
}
