// Certificates of a test's own, signed by themselves, for localhost and 127.0.0.1.
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';

export const hasOpenssl = Bun.which('openssl') !== null;

export interface TestCertificate {
  readonly certFile: string;
  readonly keyFile: string;
  /** What a client has to trust. */
  readonly ca: string;
  /** Another certificate takes the place of this one, as a renewal does it. */
  renew(name: string, days?: number): void;
  remove(): void;
}

export function makeCertificate(name = 'first'): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-tls-'));
  const certFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  const make = (subject: string, days = 30) => {
    const key = join(folder, 'key.new');
    const cert = join(folder, 'cert.new');
    const made = `-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=${subject}`;
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const dates = ['-days', String(days)];
    const files = ['-keyout', key, '-out', cert];
    const { exitCode, stderr } = Bun.spawnSync(
      ['openssl', 'req', '-x509', ...made.split(' '), ...names, ...dates, ...files],
      { stderr: 'pipe' },
    );
    if (exitCode !== 0) throw new Error(`openssl: ${stderr.toString()}`);
    renameSync(key, keyFile);
    renameSync(cert, certFile);
  };
  make(name);
  return {
    certFile,
    keyFile,
    get ca() {
      return readFileSync(certFile, 'utf8');
    },
    renew: make,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The name on the certificate that a port shows. */
export function shownCertificate(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false };
    const socket = connect(options, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
