// The ports, and what answers on them; the certificate; Redis.
import { createServer } from 'node:net';
import { readCertificate } from '../certificate.ts';
import { connectRedis, placeOf } from '../bus/redis-connection.ts';
import { bad, ok, warning, type Finding } from './finding.ts';

export interface PortPlace {
  readonly check: 'port' | 'grpc-port';
  readonly host: string;
  readonly port: number;
}

const dayMs = 86_400_000;
const patienceMs = 3_000;

/** @param isRunning a Hubbub answers on the main port, so its ports are taken, and rightly */
export async function checkPort(
  { check, host, port }: PortPlace,
  isRunning: boolean,
): Promise<Finding> {
  if (isRunning) return ok(check, `${port}: the server that runs here has it`);
  const code = await tryPort(host, port);
  if (code === undefined) return ok(check, `${host} ${port} is free`);
  const mend = `choose another with --${check}`;
  if (code === 'EADDRINUSE') return bad(check, `${port} is taken by another program`, mend);
  if (code === 'EACCES') return bad(check, `${port} may not be opened by this user`, mend);
  return bad(check, `${host} ${port} cannot be opened (${code})`, 'see --host and --grpc-host');
}

function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

export interface Asked {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** What the server that runs on this machine answers; undefined when none does. */
export async function ask(path: string, { host, port, isTls }: Asked): Promise<string | undefined> {
  const name = ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host;
  const place = name.includes(':') ? `[${name}]` : name;
  try {
    // Our own certificate is of the name that people use, not of this address.
    const answer = await fetch(`${isTls ? 'https' : 'http'}://${place}:${port}${path}`, {
      signal: AbortSignal.timeout(patienceMs),
      tls: { rejectUnauthorized: false },
    } as RequestInit);
    return `${answer.status} ${(await answer.text()).trim()}`;
  } catch {
    return undefined;
  }
}

export function checkCertificate({ tlsCert, tlsKey }: CertificatePlace, now = Date.now()): Finding {
  try {
    const { expires } = readCertificate(tlsCert, tlsKey);
    const days = Math.floor((expires - now) / dayMs);
    const mend = 'renew it; the server takes the new one up by itself';
    if (days < 0) return bad('certificate', `${tlsCert} has expired`, mend);
    const text = `${tlsCert} is good for ${days} days`;
    return days < 14 ? warning('certificate', text, mend) : ok('certificate', text);
  } catch (error) {
    return bad(
      'certificate',
      error instanceof Error ? error.message : String(error),
      'see --tls-cert and --tls-key',
    );
  }
}

interface CertificatePlace {
  readonly tlsCert: string;
  readonly tlsKey: string;
}

/** Also tells its clock. */
export async function checkRedis(url: string): Promise<{ finding: Finding; now?: number }> {
  let trouble = 'no answer';
  const redis = connectRedis({
    url,
    patienceMs,
    onState: (told) => (trouble = told ?? trouble),
  });
  const place = placeOf(url);
  try {
    await new Promise<void>((resolve, reject) => {
      redis.once('ready', () => resolve());
      setTimeout(() => reject(new Error(trouble)), patienceMs);
    });
    const [seconds, micros] = await redis.time();
    const now = Number(seconds) * 1000 + Number(micros) / 1000;
    return { finding: ok('redis', `${place} answers`), now };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const mend =
      'start it, or check address and password in --bus; without it people on other nodes are heard late';
    return { finding: bad('redis', `${place} cannot be used (${text})`, mend) };
  } finally {
    redis.disconnect();
  }
}
