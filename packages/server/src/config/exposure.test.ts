// O1: what prod refuses, each with the place and the cure; dev and test say the same as a warning.
import { afterAll, expect, test } from 'bun:test';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settle } from '../config.ts';

const folder = mkdtempSync(join(tmpdir(), 'hubbub-exposure-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, { text = 'x', mode }: { text?: string; mode: number }): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const random = '5f1c0a4be27d4f6d9a31';
const openFolder = join(folder, 'open');
mkdirSync(openFolder);
chmodSync(openFolder, 0o755);
const closedFolder = join(folder, 'closed');
mkdirSync(closedFolder, { mode: 0o700 });

const cert = file('cert.pem', { mode: 0o644 });
const openKey = file('open.pem', { mode: 0o644 });
const closedKey = file('closed.pem', { mode: 0o640 });
const secretText = `postgres://hubbub:${random}@db/hubbub`;
const openSecret = file('open-secret', { text: secretText, mode: 0o644 });
const openSettings = file('open.toml', { text: `database = "${secretText}"\n`, mode: 0o644 });
const plainSettings = file('plain.toml', { text: 'port = 1\n', mode: 0o644 });

interface Case {
  readonly flags: readonly string[];
  readonly env?: Record<string, string>;
  /** Parts of the one message; none: it is let through. */
  readonly told: readonly string[];
}

const tls = ['--tls-cert', cert, '--tls-key', closedKey];
const database = (password: string) => ['--database', `postgres://u:${password}@db.example/x`];
const bus = (url: string) => ['--bus', url, ...database(random)];

const cases: Record<string, Case> = {
  'plain HTTP beyond this machine': {
    flags: ['--host', '0.0.0.0'],
    told: ['--host', '--proxies', '--tls-cert'],
  },
  'plain HTTP, told by a variable': {
    flags: [],
    env: { HUBBUB_HOST: '10.0.0.5' },
    told: ['HUBBUB_HOST 10.0.0.5'],
  },
  'plain gRPC beyond this machine': {
    flags: ['--doors', 'grpc', '--grpc-host', '0.0.0.0'],
    told: ['--grpc-host'],
  },
  'behind a declared proxy': { flags: ['--host', '0.0.0.0', '--proxies', '10.0.0.0/8'], told: [] },
  'with TLS of its own': { flags: ['--host', '0.0.0.0', ...tls], told: [] },
  'pages over plain HTTP': {
    flags: ['--origins', 'http://chat.example.com'],
    told: ['--origins', 'https://'],
  },
  'pages of this machine': { flags: ['--origins', 'http://localhost:5173'], told: [] },
  'a sample password': { flags: database('changeme'), told: ['--database', 'openssl rand'] },
  'a sample password of a platform': {
    flags: [],
    env: { DATABASE_URL: 'postgres://postgres:postgres@db/x' },
    told: ['DATABASE_URL'],
  },
  'a short password': { flags: database('x7Kq2'), told: ['5 characters', 'at least 12'] },
  'a good password': { flags: database(random), told: [] },
  'no password, as with a local socket': { flags: ['--database', 'postgres://u@db/x'], told: [] },
  'Redis without a password': { flags: bus('redis://cache.example:6379'), told: ['--bus'] },
  'Redis with a sample password': { flags: bus('redis://:redis@127.0.0.1'), told: ['--bus'] },
  'Redis on this machine': { flags: bus('redis://127.0.0.1:6379'), told: [] },
  'a key that everybody reads': {
    flags: ['--tls-cert', cert, '--tls-key', openKey],
    told: [openKey, 'chmod 640'],
  },
  'a secret file that everybody reads': {
    flags: [],
    env: { HUBBUB_DATABASE_FILE: openSecret },
    told: [openSecret, 'chmod 640'],
  },
  'a settings file with a secret that everybody reads': {
    flags: ['--config', openSettings],
    told: [openSettings, 'chmod 640'],
  },
  'a settings file without one': { flags: ['--config', plainSettings], told: [] },
  'a data folder that everybody reads': {
    flags: ['--data', openFolder],
    told: ['--data', 'chmod 700'],
  },
  'a private data folder': { flags: ['--data', closedFolder], told: [] },
  'a data folder that is not there yet': { flags: ['--data', join(folder, 'none')], told: [] },
};

for (const [name, { flags, env = {}, told }] of Object.entries(cases))
  test(`${name}: ${told.length > 0 ? 'refused' : 'let through'} in prod`, () => {
    const prod = settle(flags, env);
    expect(prod.problems).toHaveLength(told.length > 0 ? 1 : 0);
    expect(prod.warnings).toEqual([]);
    for (const part of told) expect(prod.problems[0]).toContain(part);
    for (const secret of ['changeme', 'x7Kq2', random])
      expect(prod.problems.join('\n')).not.toContain(secret);
    for (const environment of ['dev', 'test']) {
      const other = settle([...flags, '--environment', environment], env);
      expect([other.problems, other.warnings]).toEqual([[], prod.problems]);
    }
  });

test('an environment that is none of the three stops the start', () => {
  for (const name of ['staging', 'production', 'Prod', 'development', ' prod'])
    expect(settle(['--environment', name], {}).problems.join()).toContain('dev, test, prod');
});

test('no origin stands for many, in no environment', () => {
  for (const origin of ['*', 'https://*', 'https://*.example.com'])
    for (const environment of ['dev', 'test', 'prod'])
      expect(
        settle(['--origins', origin, '--environment', environment], {}).problems.join(),
      ).toContain('--origins');
});
