import { expect, test } from 'bun:test';
import { ConfigError, readConfig } from './config.ts';
import { defaults, options } from './config/table.ts';

function problems(flags: readonly string[], env: Record<string, string> = {}): string {
  try {
    readConfig(flags, env);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test('a flag wins over its variable, that over the platform’s, and that over the default', () => {
  const env = { PORT: '3000', HUBBUB_PORT: '4000' };
  expect(readConfig(['--port', '5000'], env).port).toBe(5000);
  expect(readConfig([], env).port).toBe(4000);
  expect(readConfig([], { PORT: '3000' }).port).toBe(3000);
  expect(readConfig([], {}).port).toBe(8080);
  expect(readConfig([], { DATABASE_URL: 'postgres://db/x' }).database).toBe('postgres://db/x');
});

test('values come in both spellings and in their type', () => {
  const config = readConfig(
    ['--port=0', '--public-metrics', '--origins', 'https://a.example, https://b.example:8443'],
    {},
  );
  expect(config).toMatchObject({
    port: 0,
    publicMetrics: true,
    origins: ['https://a.example', 'https://b.example:8443'],
  });
});

test('every problem is told, not only the first', () => {
  const told = problems(['--port', 'x', '--frobnicate', '1', '--environment', 'staging'], {
    HUBBUB_IN_FLIGHT: '-1',
  });
  for (const part of ['"x"', '--frobnicate', '"staging"', 'HUBBUB_IN_FLIGHT'])
    expect(told).toContain(part);
});

test('a flag without its value is no other flag’s value', () => {
  expect(problems(['--data', '--port', '1'])).toContain('--data needs a value');
});

test('plain HTTP beyond this machine needs a proxy, or dev', () => {
  expect(problems(['--host', '0.0.0.0'])).toContain('--proxies');
  expect(problems(['--host', '0.0.0.0', '--proxies', '10.0.0.0/8'])).toBe('');
  expect(problems(['--host', '0.0.0.0', '--environment', 'dev'])).toBe('');
});

test('a database is PostgreSQL or a folder, and a mistyped address is neither', () => {
  for (const database of [
    'mysql://u:secret@db/x',
    'postgress://u:secret@db/x',
    'Postgres://u:secret@db/x',
    'postgres:/u:secret@db/x',
    'postgres://',
  ]) {
    const told = problems(['--database', database]);
    expect(told).toContain('--database');
    expect(told).not.toContain('secret');
    expect(problems([], { DATABASE_URL: database })).toBe(
      told.replace('--database', 'DATABASE_URL'),
    );
  }
  for (const database of ['', 'postgres://db/x', 'postgresql://db/x', './data', '/var/lib/hubbub'])
    expect(problems([`--database=${database}`])).toBe('');
});

test('names are unique, and each option is described', () => {
  expect(new Set(options.map(({ env }) => env)).size).toBe(options.length);
  for (const { doc } of options) expect(doc.length).toBeGreaterThan(10);
});

test('the shipped limits', () => {
  expect(defaults()).toMatchObject({
    host: '127.0.0.1',
    environment: 'prod',
    frameBytes: 65_536,
    ratePerSecond: 10,
    rateBurst: 60,
    inFlight: 64,
    loginMs: 5_000,
    pingMs: 25_000,
    pongMs: 18_000,
    userSockets: 20,
    addressSockets: 50,
    queueBytes: 1_048_576,
    queueMs: 10_000,
    headsMs: 10_000,
    drainMs: 10_000,
    loginTries: 5,
    addressTries: 10,
    signUps: 3,
    publicMetrics: false,
  });
  // Who vanished is dropped within 45 s, though both are looked at once a second (docs/protocol.md).
  const { pingMs, pongMs } = defaults();
  expect(pingMs + pongMs + 2 * 1000).toBeLessThanOrEqual(45_000);
});

test('a bus wants a database that can be shared, and an address of Redis', () => {
  const bus = 'redis://127.0.0.1:6379';
  expect(() => readConfig(['--bus', bus], {})).toThrow('--database postgres://');
  expect(() => readConfig(['--bus', 'localhost', '--database', 'postgres://a/b'], {})).toThrow(
    'redis://user:password@host',
  );
  expect(readConfig(['--bus', bus, '--database', 'postgres://a/b'], {}).bus).toBe(bus);
});
