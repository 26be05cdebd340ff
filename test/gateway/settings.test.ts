// The options as an operator meets them: `config check`, `config print`, and a start that is refused.
import { afterAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnMain, spawnServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'hubbub-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const password = '5f1c0a4be27d4f6d9a31';
const settings = join(folder, 'hubbub.toml');
writeFileSync(
  settings,
  `port = 0\nlog-level = "warn"\ndatabase = "postgres://hubbub:${password}@db/hubbub"\n`,
  { mode: 0o600 },
);

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawnMain(args, env);
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

test('config check: every problem on a line, and nothing is started', async () => {
  const bad = await run([
    'config',
    'check',
    '--config',
    settings,
    '--host',
    '0.0.0.0',
    '--prot',
    '1',
  ]);
  expect(bad).toMatchObject({ code: 2, out: '' });
  expect(bad.err.trim().split('\n')).toHaveLength(2);
  expect(await run(['config', 'check', '--config', settings])).toMatchObject({ code: 0, err: '' });
});

test('config print says where each value stands, and no secret', async () => {
  const { code, out } = await run(['config', 'print', '--config', settings], { PORT: '9000' });
  expect(code).toBe(0);
  expect(out).toMatch(/^port = 9000 +# PORT$/m);
  expect(out).toMatch(/^log-level = "warn" +# .*hubbub\.toml line 2 \(log-level\)$/m);
  expect(out).toMatch(/^database = "\[secret\]" +# .*line 3/m);
  expect(out).toMatch(/^host = "127\.0\.0\.1" +# default$/m);
  expect(out).not.toContain(password);
});

test('what config print shows can be used as a settings file', async () => {
  const { out } = await run(['config', 'print', '--log-level', 'warn']);
  const copy = join(folder, 'copy.toml');
  writeFileSync(copy, out);
  const { out: again } = await run(['config', 'print', '--json', '--config', copy]);
  const values = JSON.parse(again) as Record<string, { value: unknown; from: string }>;
  expect(values['log-level']).toEqual({ value: 'warn', from: expect.stringContaining(copy) });
  expect(values['doors']?.value).toEqual(['socket', 'http']);
});

test('serve refuses what check refuses, and dev starts with a warning', async () => {
  const args = ['serve', '--port', '0', '--data', join(folder, 'data'), '--host', '0.0.0.0'];
  expect((await run(args)).code).toBe(2);
  const child = spawnMain([...args, '--environment', 'dev']);
  const { value } = await child.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toStartWith('http://');
  child.kill('SIGTERM');
  expect(await child.exited).toBe(0);
  expect(await new Response(child.stderr).text()).toContain(
    'dev: --host 0.0.0.0 would serve plain',
  );
});

test('the log of a life: started, opened anew on SIGHUP, stopped, to the last line', async () => {
  const log = join(folder, 'hubbub.log');
  const lines = (path: string) =>
    (existsSync(path) ? readFileSync(path, 'utf8') : '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { msg: string }).msg);
  const server = await spawnServer({ logFile: log, logLevel: 'info' });
  await until(() => lines(log).includes('started'));
  renameSync(log, `${log}.moved`);
  server.child.kill('SIGHUP');
  await until(() => existsSync(log));
  await server.stop();
  expect(lines(`${log}.moved`)).toEqual(['started']);
  expect(lines(log)).toEqual(['stopping', 'stopped']);
  expect(server.log()).toBe('');
});
