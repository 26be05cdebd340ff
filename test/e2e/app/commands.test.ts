// `hubbub app …`, while a server runs and while none does: the same commands, the same answers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'bun:test';
import { client } from '../../support/backend.ts';
import { spawnMain, startServer } from '../../support/server.ts';
import { refused } from '../stories.ts';

const data = mkdtempSync(join(tmpdir(), 'hubbub-test-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function hubbub(...args: readonly string[]) {
  const child = spawnMain(['app', ...args, '--data', data]);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out: out.trim(), err: err.trim() };
}

async function json(...args: readonly string[]) {
  const { code, out, err } = await hubbub(...args, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Record<string, any>; // oxlint-disable-line typescript/no-explicit-any
}

test('without a server the database is asked, with one the server is', async () => {
  expect(await json('create', 'shop')).toMatchObject({ app: { name: 'shop' } });
  const made = await json('key', 'create', 'shop', '--scopes', 'act,users', '--title', 'back end');
  expect(made).toMatchObject({ key: { app: 'shop', title: 'back end', scopes: ['ACT', 'USERS'] } });

  const server = await startServer({ data });
  const backend = client(server.url, { token: made['secret'] as string });
  const users = { users: [{ externalId: 'a' }] };
  expect(await backend('user.upsert', users)).toHaveProperty('outcomes');
  expect((await hubbub('list')).out).toBe('main\topen\nshop\topen');
  const settingsOf = async (name: string) => (await json('get', name))['app'].settings;
  expect((await settingsOf('shop')).devices).toBe('ALL');
  await hubbub('set', 'shop', '--devices', 'one-per-class');
  expect((await hubbub('create', 'bank', '--devices', 'newest')).code).toBe(0);
  expect((await settingsOf('bank')).devices).toBe('NEWEST');
  // It is there already, and stays what it is.
  await hubbub('create', 'bank', '--devices', 'all');
  expect((await settingsOf('bank')).devices).toBe('NEWEST');
  expect((await hubbub('set', 'bank', '--devices', 'oldest')).code).not.toBe(0);
  expect((await hubbub('suspend', 'shop')).out).toBe('shop\tsuspended');
  expect(await refused(backend('user.upsert', users))).toBe('SUSPENDED');
  await hubbub('resume', 'shop');
  const rotated = await json('key', 'rotate', made['key'].id as string, '--overlap', '0');
  expect(await refused(backend('user.upsert', users))).toBe('TOKEN');
  const again = client(server.url, { token: rotated['secret'] as string });
  expect(await again('user.upsert', users)).toHaveProperty('outcomes');
  await hubbub('set', 'shop', '--hosts', 'shop.example.com', '--event-log', 'on', '--users', '5');
  expect(await json('get', 'shop')).toMatchObject({
    app: {
      settings: {
        devices: 'ONE_PER_CLASS',
        hosts: ['shop.example.com'],
        quota: { users: 5 },
        eventLog: { enabled: true },
      },
    },
  });
  await server.stop();

  expect(await json('key', 'list', 'shop')).toMatchObject({ keys: [{ title: 'back end' }] });
  expect(await hubbub('key', 'revoke', made['key'].id as string)).toMatchObject({
    code: 0,
    out: 'done',
  });
}, 60_000);

test('what is wrong is said in a line, with the exit code', async () => {
  expect(await hubbub('get', 'nobody')).toMatchObject({ code: 1, out: '' });
  expect((await hubbub('key', 'create', 'main', '--scopes', 'all')).err).toContain(
    '"all" is none of act',
  );
  expect((await hubbub('bogus', 'x')).err).toContain('hubbub app suspend NAME');
}, 30_000);

test('the token is not told to whoever has the address of a server that was killed', async () => {
  const asked: string[] = [];
  const other = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request) {
      asked.push(request.headers.get('authorization') ?? '');
      return Response.json({});
    },
  });
  try {
    const gone = Bun.spawnSync(['true']).pid;
    const running = { url: `http://127.0.0.1:${other.port}`, pid: gone };
    writeFileSync(join(data, 'running.json'), JSON.stringify(running));
    expect((await hubbub('list')).out).toContain('main\topen');
    expect(asked).toEqual([]);
  } finally {
    await other.stop(true);
  }
}, 30_000);
