// Every option of the server, once: its name on the command line, in the environment and in docs/config.md, its type and
// its default derive from the row here.
import { optionOf, type Option, type OptionValue, type Row } from './option.ts';

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
  media: row('', 'Folder of uploaded pictures; empty: media in the data folder. Nodes share one.'),
  mediaS3: row(
    '',
    'https://KEY:SECRET@host/bucket?region=… of object storage for uploads in place of the folder; a path behind the bucket keeps several servers apart.',
    { secret: true },
  ),
  mediaBytes: row(8_388_608, 'Largest picture.', { unit: 'bytes', min: 1024 }),
  fileBytes: row(20_971_520, 'Largest file, voice note or video.', { unit: 'bytes', min: 1024 }),
  userMediaBytes: row(1_073_741_824, 'All that one user has uploaded.', { unit: 'bytes' }),
  mediaSweepMs: row(86_400_000, 'An upload that belongs to nothing is deleted after this long.', {
    unit: 'ms',
  }),
  friendRequests: row(30, 'Friend requests that a user may make in a day.'),
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
  environment: row(
    'prod',
    'prod refuses what would expose people or secrets; dev and test warn of it, and dev shows tools the contract.',
    { oneOf: ['dev', 'test', 'prod'] },
  ),
  config: row('', 'Settings file in TOML, one line per option: port = 8080.'),
  tlsCert: row(
    '',
    'Certificate chain in PEM: the server speaks TLS itself, on all its doors. Read again when it changes and on SIGHUP.',
  ),
  tlsKey: row('', 'Private key of the certificate, in PEM; for its owner and group only.'),
  web: row('', 'Folder of the built web app; empty for the one that comes with the server.'),
  logLevel: row('info', 'Least important line to log.', {
    oneOf: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
  }),
  logFile: row(
    '',
    'File for the log, rotated by size; empty for standard error. Opened anew on SIGHUP.',
  ),
  logBytes: row(10_485_760, 'Size at which the log file is rotated.', { unit: 'bytes', min: 4096 }),
  logFiles: row(10, 'Log files that are kept, the one in use included.', { min: 1 }),
  otlp: row(
    '',
    'Collector of OpenTelemetry traces that speaks OTLP over HTTP, e.g. http://localhost:4318; empty for none.',
  ),
  otlpPercent: row(
    100,
    'Of a hundred operations so many are traced; what a caller traces is always.',
  ),
  publicMetrics: row(false, 'Answer /metrics to everybody, not only to this machine.'),
  frameBytes: row(65_536, 'Largest WebSocket message from a client.', { unit: 'bytes', min: 1024 }),
  bodyBytes: row(1_048_576, 'Largest HTTP body.', { unit: 'bytes', min: 1024 }),
  ratePerSecond: row(
    10,
    'Operations by cost per connection, or per device over HTTP; 0 for no limit.',
  ),
  rateBurst: row(60, 'Operations a minute on top of the rate.'),
  searchRate: row(2, 'Searches a second of a user; 0 for no limit.'),
  searchBurst: row(60, 'Searches a minute on top of the rate.'),
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
  pongMs: row(18_000, 'Without an answer to a ping for this long the peer is dead.', {
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
  operatorToken: row(
    '',
    'What the operator calls with, at least 32 characters; empty for the one that is made in the data folder.',
    { secret: true },
  ),
  keyRate: row(1_000, 'Calls by cost a second of each app key; 0 for no limit.'),
  loginTries: row(5, 'Wrong passwords in a row per account, then one every five minutes.', {
    min: 1,
  }),
  addressTries: row(10, 'Wrong passwords in a row per address, then one every five minutes.', {
    min: 1,
  }),
  auditDays: row(365, 'How long it is kept who did what (hubbub audit); 0 for ever.', {
    unit: 'days',
  }),
  hooks: row('', 'Folder of TypeScript files with hooks (docs/hooks.md); empty for none.'),
  hookMs: row(2_000, 'Time a hook may take, where its file says nothing else.', {
    unit: 'ms',
    min: 1,
  }),
  smtp: row(
    '',
    'smtps://user:password@host or smtp://… of the server that sends mails; empty for none. Beyond this machine smtp:// must do STARTTLS.',
    { secret: true },
  ),
  mailFrom: row('', 'Sender of mails, e.g. Hubbub <hubbub@example.com>.'),
  push: row(true, 'Offer notifications over push services (docs/push.md).'),
  pushKey: row(
    '',
    'Private VAPID key, 32 bytes in base64url; empty for the one that is made and kept in the database. Another one ends all subscriptions.',
    { secret: true },
  ),
  pushContact: row(
    '',
    'Where push services reach the operator: mailto:… or https://…; empty for the address of --mail-from, or the first https origin.',
  ),
  pushHosts: row(
    [] as readonly string[],
    'Push services of your own, as host or host:port: they may be at private addresses.',
  ),
  pushCa: row('', 'Authority that their certificates are from, in PEM; empty for the usual ones.'),
  guests: row(false, 'People may come in with a display name alone, and sign up later.'),
  passkeyDomain: row(
    '',
    'Domain that passkeys belong to; empty for the host of the first origin, or localhost. Changing it makes all of them useless.',
  ),
  editSeconds: row(86_400, 'Messages may be edited this long after they were sent; 0 for ever.', {
    unit: 's',
  }),
  recallSeconds: row(
    86_400,
    'Messages may be taken back by their sender this long after they were sent; 0 for ever.',
    { unit: 's' },
  ),
  groupMembers: row(500, 'Members of a group, where an app has no number of its own.', { min: 2 }),
  signUps: row(3, 'New accounts in a row per address, then one every six minutes.', { min: 1 }),
  games: row(
    '',
    'Folder of games: TypeScript files with a class that extends Game. Without the option `hubbub serve` takes those that come with it; `--games=` none.',
  ),
  gameThreads: row(0, 'Threads that run games; 0 for one less than there are cores, at least one.'),
  gameStuckMs: row(
    5_000,
    'A game whose code does not come back for this long ends, and its thread is started anew.',
    { unit: 'ms', min: 100 },
  ),
  gameLeaseMs: row(
    15_000,
    'A game whose server does not say for so long that it lives is taken over by another node, or ends.',
    { unit: 'ms', min: 300 },
  ),
  hangMs: row(60_000, 'A process that stands still for so long ends itself; 0 for never.', {
    unit: 'ms',
  }),
  gameChatMs: row(600_000, 'The chat beside a game goes so long after its end.', { unit: 'ms' }),
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
export const options: readonly Option<OptionName>[] = (
  Object.entries(table) as [OptionName, Row<OptionValue>][]
).map(([name, entry]) => optionOf(name, entry));

export function defaults(): Config {
  return Object.fromEntries(
    Object.entries(table).map(([name, { fallback }]) => [name, fallback]),
  ) as Config;
}

function row<V extends OptionValue>(
  fallback: V,
  doc: string,
  more: Omit<Row<V>, 'fallback' | 'doc'> = {},
): Row<V> {
  return { fallback, doc, ...more };
}
