// Looks at the machine with the options that the server would have, and says what is wrong and what to do.
import type { Config, Settled } from '../config.ts';
import { checkDatabase } from '../doctor/database.ts';
import { bad, ok, warning, type Finding } from '../doctor/finding.ts';
import { checkClock, checkDisk, checkFiles, checkFolder } from '../doctor/machine.ts';
import { ask, checkCertificate, checkPort, checkRedis } from '../doctor/network.ts';
import { isPostgres } from '../store/store.ts';
import { exitCodes, type Command, type Said } from './command.ts';

const marks = { ok: 'ok     ', warning: 'look   ', bad: 'BAD    ' } as const;

export const doctor: Command = {
  name: 'doctor',
  does: 'Says what is wrong here and what to do; exit code 1: something is bad, 2: something is worth a look',
  flags: { '--health': { doc: 'Only asks the server that runs here whether it is alive.' } },
  takesOptions: true,
  examples: ['doctor', 'doctor --health', 'doctor --config hubbub.toml --json'],
  async run({ settle, flags, print }) {
    const settled = settle();
    if (flags.has('--health')) return await health(settled.config, print);
    const findings = await examine(settled);
    print({ text: findings.map(lines).join('\n'), json: { version: 1, findings } });
    if (findings.some(({ state }) => state === 'bad')) return exitCodes.failed;
    return findings.some(({ state }) => state === 'warning') ? exitCodes.doubtful : exitCodes.done;
  },
};

async function health(config: Config, print: (said: Said) => void): Promise<number> {
  const answer = (await ask('/healthz', listening(config))) ?? 'no answer';
  const isAlive = answer.startsWith('200');
  print({ text: answer, json: { isAlive, answer } });
  return isAlive ? exitCodes.done : exitCodes.failed;
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

function lines({ check, state, text, mend }: Finding): string {
  const line = `${marks[state]} ${check.padEnd(12)} ${text}`;
  return mend === undefined ? line : `${line}\n${' '.repeat(21)}→ ${mend}`;
}
