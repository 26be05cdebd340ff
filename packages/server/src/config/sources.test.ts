// Where options come from: the settings file, the environment, flags; in that order, each with its place.
import { afterAll, expect, test } from 'bun:test';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settle, type Settled } from '../config.ts';
import { options } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'hubbub-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string, mode = 0o600): string {
  const path = join(folder, `settings-${(files += 1)}.toml`);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function told({ problems }: Settled): string {
  return problems.join('\n');
}

test('file, then platform, then our variables, then flags', () => {
  const path = file('port = 1111\nhost = "::1"\ndoors = ["http"]\npublic-metrics = true\n');
  const from = ['--config', path];
  expect(settle(from, {}).config).toMatchObject({
    port: 1111,
    host: '::1',
    doors: ['http'],
    publicMetrics: true,
  });
  expect(settle(from, { PORT: '2222' }).config.port).toBe(2222);
  expect(settle(from, { PORT: '2222', HUBBUB_PORT: '3333' }).config.port).toBe(3333);
  const all = settle([...from, '--port', '4444'], { PORT: '2222', HUBBUB_PORT: '3333' });
  expect(all.config.port).toBe(4444);
  expect(settle([], { HUBBUB_CONFIG: path }).config.port).toBe(1111);
  expect([all.places.get('port'), all.places.get('host'), all.places.get('data')]).toEqual([
    '--port',
    `${path} line 2 (host)`,
    undefined,
  ]);
});

test('a mistyped key names the nearest and its line', () => {
  const path = file('# who listens\nport = 1111\n\nprot = 1\n[database]\nurl = "x"\n');
  const text = told(settle(['--config', path], {}));
  expect(text).toContain(`${path} line 4: There is no option prot; did you mean port?`);
  expect(text).toContain(`${path} line 5`);
  expect(told(settle(['--config', file('grpcPort = 1\n')], {}))).toContain(
    'did you mean grpc-port?',
  );
});

test('a value of the wrong kind, a broken file, no file', () => {
  const path = file(
    'host = "::1"\nport = "8080"\norigins = "https://a.example"\ndoors = ["smtp"]\n',
  );
  const text = told(settle(['--config', path], {}));
  for (const part of [
    'line 2: port: this must be a whole number',
    'line 3: origins',
    'line 4: doors',
  ])
    expect(text).toContain(part);
  const broken = told(
    settle(['--config', file('port = 1\ndatabase = "postgres://u:hunter2@h/d\n')], {}),
  );
  expect(broken).toContain('line 2');
  expect(broken).not.toContain('hunter2');
  expect(told(settle(['--config', '/nowhere.toml'], {}))).toContain('/nowhere.toml');
});

test('a secret may come from a file of its own, and no other option', () => {
  const secret = file('postgres://hubbub:0123456789abcdef0123@db/hubbub\n');
  const { config, places, problems } = settle([], { HUBBUB_DATABASE_FILE: secret });
  expect(config.database).toBe('postgres://hubbub:0123456789abcdef0123@db/hubbub');
  expect([problems, places.get('database')]).toEqual([[], `HUBBUB_DATABASE_FILE (${secret})`]);
  expect(told(settle([], { HUBBUB_DATABASE_FILE: '/nowhere' }))).toContain('HUBBUB_DATABASE_FILE');
  expect(told(settle([], { HUBBUB_PORT_FILE: secret }))).toContain('HUBBUB_PORT_FILE');
  const both = { HUBBUB_DATABASE_FILE: secret, HUBBUB_DATABASE: 'postgres://x/y' };
  expect(told(settle([], both))).toContain('keep the one you mean');
});

test('all problems of all sources are told at once', () => {
  const path = file('prot = 1\norigins = ["https://*.example.com"]\n');
  const text = told(
    settle(['--config', path, '--in-flight', '0', '--tls-cert', '/nowhere.pem'], {
      HUBBUB_ENVIRONMENT: 'staging',
      HUBBUB_HOTS: 'x',
    }),
  );
  for (const part of ['prot', 'https://*', '--in-flight', '--tls-key', 'staging', 'HUBBUB_HOTS'])
    expect(text).toContain(part);
});

test('no name of an option is the name of a secret’s file', () => {
  const secretFiles = options.filter(({ secret }) => secret).map(({ env }) => `${env}_FILE`);
  expect(options.filter(({ env }) => secretFiles.includes(env))).toEqual([]);
  expect(secretFiles.length).toBeGreaterThan(1);
});
