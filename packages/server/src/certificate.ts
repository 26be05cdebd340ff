// The certificate of the server's own TLS: read, checked before it is used, and read again when its files change or when
// asked to. A renewed one that is of no use is reported, and the one in use stays.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Clock } from './ports/clock.ts';
import { StartupError } from './store/failures.ts';

/** Chain and key as PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateParts {
  readonly tlsCert: string;
  readonly tlsKey: string;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  readonly pollMs?: number;
}

export class Certificate {
  readonly #parts: CertificateParts;
  readonly #renewed: ((tls: Tls) => void)[] = [];
  readonly #stop: () => void;
  #tls: Tls;
  #expires: number;
  #stamp: string;

  /** Throws StartupError. */
  constructor(parts: CertificateParts) {
    this.#parts = parts;
    this.#stamp = this.#look();
    ({ tls: this.#tls, expires: this.#expires } = readCertificate(parts.tlsCert, parts.tlsKey));
    // Asked for, not watched: renewals swap links and folders, which watching follows differently everywhere.
    this.#stop = parts.clock.every(parts.pollMs ?? 10_000, () => {
      const stamp = this.#look();
      if (stamp !== this.#stamp) this.reload(stamp);
    });
  }

  get tls(): Tls {
    return this.#tls;
  }
  /** Milliseconds since 1970. */
  get expires(): number {
    return this.#expires;
  }

  onRenewed(task: (tls: Tls) => void): void {
    this.#renewed.push(task);
  }

  reload(stamp = this.#look()): void {
    this.#stamp = stamp;
    try {
      const { tls, expires } = readCertificate(this.#parts.tlsCert, this.#parts.tlsKey);
      if (tls.cert === this.#tls.cert && tls.key === this.#tls.key) return;
      for (const task of this.#renewed) task(tls);
      this.#tls = tls;
      this.#expires = expires;
    } catch (cause) {
      this.#parts.report('the new certificate is of no use; the old one stays', cause);
    }
  }

  stop(): void {
    this.#stop();
  }

  #look(): string {
    return [this.#parts.tlsCert, this.#parts.tlsKey]
      .map((path) => statSync(path, { throwIfNoEntry: false }))
      .map((stat) => `${stat?.ino} ${stat?.mtimeMs} ${stat?.size}`)
      .join();
  }
}

/** Throws StartupError. @returns undefined where the server speaks no TLS itself */
export function openCertificate(parts: CertificateParts): Certificate | undefined {
  return parts.tlsCert === '' ? undefined : new Certificate(parts);
}

/** Throws StartupError. */
export function readCertificate(certFile: string, keyFile: string): { tls: Tls; expires: number } {
  const cert = read(certFile, '--tls-cert');
  const key = read(keyFile, '--tls-key');
  const parsed = attempt(
    () => new X509Certificate(cert),
    `--tls-cert: ${certFile} is no certificate in PEM.`,
  );
  const secret = attempt(
    () => createPrivateKey(key),
    `--tls-key: ${keyFile} is no private key in PEM, or is locked by a passphrase.`,
  );
  if (!parsed.checkPrivateKey(secret))
    throw new StartupError(`--tls-key: ${keyFile} is not the key of the certificate ${certFile}.`);
  return { tls: { cert, key }, expires: Date.parse(parsed.validTo) };
}

function read(path: string, flag: string): string {
  return attempt(() => readFileSync(path, 'utf8'), `${flag}: ${path} cannot be read.`);
}

// The cause is left out: it may quote what it could not read.
function attempt<T>(task: () => T, message: string): T {
  try {
    return task();
  } catch {
    throw new StartupError(message);
  }
}
