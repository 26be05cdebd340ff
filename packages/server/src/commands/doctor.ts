// `hubbub doctor`: looks at the machine with the options that the server would have, and says what is wrong and what to do.
// Exit code 0: fine, 1: something is bad, 2: something is worth a look. `--health` only asks the server that runs here
// whether it is alive; containers ask with it.
import { settle, type Config, type Settled } from '../config.ts';
import type { Environment } from '../config/found.ts';
import { checkDatabase } from '../doctor/database.ts';
import { bad, ok, warning, type Finding } from '../doctor/finding.ts';
import { checkClock, checkDisk, checkFiles, checkFolder } from '../doctor/machine.ts';
import { ask, checkCertificate, checkPort, checkRedis } from '../doctor/network.ts';
import { isPostgres } from '../store/store.ts';

const marks = { ok: 'ok     ', warning: 'look   ', bad: 'BAD    ' } as const;

/** @returns the exit code */
export async function doctorCommand(args: readonly string[], env: Environment): Promise<number> {
  const own = ['--json', '--health'];
  const settled = settle(
    args.filter((flag) => !own.includes(flag)),
    env,
  );
  if (args.includes('--health')) return health(settled.config);
  const findings = await examine(settled);
  if (args.includes('--json')) say(JSON.stringify({ version: 1, findings }, undefined, 2));
  else for (const finding of findings) tell(finding);
  if (findings.some(({ state }) => state === 'bad')) return 1;
  return findings.some(({ state }) => state === 'warning') ? 2 : 0;
}

async function health(config: Config): Promise<number> {
  const answer = await ask('/healthz', listening(config));
  say(answer ?? 'no answer');
  return answer?.startsWith('200') === true ? 0 : 1;
}

export async function examine({ config, problems, warnings }: Settled): Promise<Finding[]> {
  const { database, data, bus, tlsCert, tlsKey, doors } = config;
  const runs = await ask('/readyz', listening(config));
  const isOurs = runs !== undefined && /^(200 ready|503 (stopping|the database))/.test(runs);
  const stored = await checkDatabase(config);
  const redis = bus === '' ? undefined : await checkRedis(bus);
  const findings: (Finding | undefined)[] = [
    ...options(problems, warnings),
    ...(isPostgres(database) ? [] : [checkFolder(database || data), checkDisk(database || data)]),
    stored.finding,
    redis?.finding,
    checkClock({
      [isPostgres(database) ? 'PostgreSQL' : 'newest']: stored.now,
      Redis: redis?.now,
    }),
    checkFiles(4_096),
    await checkPort({ check: 'port', host: config.host, port: config.port }, isOurs),
    doors.includes('grpc')
      ? await checkPort(
          { check: 'grpc-port', host: config.grpcHost, port: config.grpcPort },
          isOurs,
        )
      : undefined,
    tlsCert === '' || tlsKey === '' ? undefined : checkCertificate({ tlsCert, tlsKey }),
    server(runs, isOurs),
  ];
  return findings.filter((one) => one !== undefined);
}

function options(problems: readonly string[], warnings: readonly string[]): Finding[] {
  const mend = 'see docs/config.md';
  if (problems.length + warnings.length === 0) return [ok('options', 'fine')];
  return [
    ...problems.map((text) => bad('options', text, mend)),
    ...warnings.map((text) => warning('options', text, mend)),
  ];
}

function server(runs: string | undefined, isOurs: boolean): Finding {
  if (!isOurs) return ok('server', 'none runs here with these options');
  return runs?.startsWith('200') === true
    ? ok('server', 'runs here, and takes people')
    : bad('server', `runs here, and takes nobody: ${runs?.slice(4)}`, 'see docs/operations.md');
}

function listening({ host, port, tlsCert }: Config) {
  return { host, port, isTls: tlsCert !== '' };
}

function tell({ check, state, text, mend }: Finding): void {
  say(`${marks[state]} ${check.padEnd(12)} ${text}`);
  if (mend !== undefined) say(`${' '.repeat(21)}→ ${mend}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
