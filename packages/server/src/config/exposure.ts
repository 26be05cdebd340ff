// What must not be exposed: secrets that anybody knows or reads, and plain traffic beyond this machine. In `prod` each of
// these stops the start, in `dev` and `test` it is a warning. Each message names the place and what to do there.
import { existsSync, statSync } from 'node:fs';

/** The options that these rules look at. */
export interface Exposed {
  readonly environment: string;
  readonly host: string;
  readonly grpcHost: string;
  readonly doors: readonly string[];
  readonly proxies: readonly string[];
  readonly origins: readonly string[];
  readonly database: string;
  readonly bus: string;
  readonly data: string;
  readonly tlsCert: string;
  readonly tlsKey: string;
}

export interface Places {
  /** Where an option's value stands. */
  readonly at: (name: keyof Exposed) => string;
  /** Files that hold secret options. */
  readonly secretFiles: readonly string[];
}

const shortest = 12;
// The passwords of tutorials and shipped examples; our own pages' too.
const samples =
  /^(password|passw0rd|secret|changeme|change-?me.*|example.*|hubbub.*|postgres(ql)?|redis|admin|root|test|default|letmein|qwerty.*|1234.*|x+|\*+|<.*>|\$\{.*)$/i;

export function exposures(config: Exposed, places: Places): string[] {
  return [
    ...plainTraffic(config, places),
    ...plainOrigins(config, places),
    ...weakSecrets(config, places),
    ...openFiles(config, places),
  ];
}

function* plainTraffic(
  { host, grpcHost, doors, proxies, tlsCert }: Exposed,
  { at }: Places,
): Generator<string> {
  if (proxies.length > 0 || tlsCert !== '') return;
  const mend =
    'serve TLS with --tls-cert and --tls-key, name the TLS proxy with --proxies, or use --environment dev';
  if (!isLocal(host))
    yield `${at('host')} ${host} would serve plain HTTP beyond this machine: ${mend}`;
  if (doors.includes('grpc') && !isLocal(grpcHost))
    yield `${at('grpcHost')} ${grpcHost} would serve plain gRPC beyond this machine: ${mend}`;
}

function* plainOrigins({ origins }: Exposed, { at }: Places): Generator<string> {
  for (const origin of origins)
    if (origin.startsWith('http:') && URL.canParse(origin) && !isLocal(new URL(origin).hostname))
      yield `${at('origins')}: pages of ${origin} come over plain HTTP, where anybody on the way can change them; use https://`;
}

function* weakSecrets({ database, bus }: Exposed, { at }: Places): Generator<string> {
  for (const [name, url] of [
    ['database', database],
    ['bus', bus],
  ] as const) {
    if (!/^(postgres(ql)?|rediss?):/.test(url) || !URL.canParse(url)) continue;
    const { password, hostname } = new URL(url);
    const secret = decode(password);
    const where = `${at(name)}: the password`;
    if (samples.test(secret))
      yield `${where} is one of examples, which everybody knows; choose a random one, e.g. from: openssl rand -hex 24`;
    else if (secret !== '' && secret.length < shortest)
      yield `${where} has ${secret.length} characters; choose one of at least ${shortest}, e.g. from: openssl rand -hex 24`;
    else if (secret === '' && name === 'bus' && !isLocal(hostname))
      yield `${at(name)}: a Redis beyond this machine needs a password; write it like redis://:password@host:6379`;
  }
}

function* openFiles(
  { database, data, tlsKey }: Exposed,
  { at, secretFiles }: Places,
): Generator<string> {
  for (const file of new Set([...secretFiles, ...(tlsKey === '' ? [] : [tlsKey])]))
    if (isReadByAll(file))
      yield `${file} holds a secret and can be read by everybody on this machine; run: chmod 640 ${file}`;
  // Whoever may enter the folder may read the database: it has the rights that SQLite gives.
  const isEmbedded = !/^postgres(ql)?:/.test(database);
  const folder = database === '' ? data : database;
  if (isEmbedded && existsSync(folder) && isReadByAll(folder))
    yield `${at(database === '' ? 'data' : 'database')} ${folder} can be read by everybody on this machine; run: chmod 700 ${folder} (or name a new folder inside it, which is made private)`;
}

/** Secrets that a container is given are on a file system that nobody else sees. */
function isReadByAll(path: string): boolean {
  if (process.platform === 'win32' || path.startsWith('/run/secrets/')) return false;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o004) !== 0;
}

export function isLocal(host: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(host) || host.startsWith('127.');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
