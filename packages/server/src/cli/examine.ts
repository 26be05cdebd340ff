// Everything that is looked at, in the order in which it is told.
import type { Settled } from '../config.ts';
import type { Config } from '../config/table.ts';
import { openBlobs } from '../parts/blobs.ts';
import { isPostgres } from '../store/store.ts';
import { checkDatabase } from '../doctor/database.ts';
import { bad, ok, warning, type Finding } from '../doctor/finding.ts';
import { checkMedia } from '../doctor/media.ts';
import { checkClock, checkDisk, checkFiles, checkFolder } from '../doctor/machine.ts';
import { ask, checkCertificate, checkPort, checkRedis } from '../doctor/network.ts';

/** What the server that runs here answers when it is asked whether it is alive. */
export async function askHealth(config: Config): Promise<string> {
  return (await ask('/healthz', listening(config))) ?? 'no answer';
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
    stored.finding.state === 'bad' ? undefined : await checkMedia(config, openBlobs(config)),
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
