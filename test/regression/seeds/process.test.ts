// The process: what it prints, what it lets be found, and what it refuses to start with.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentOf } from '../../contract/identity/content.ts';
import { operations } from '../../../packages/server/src/features/index.ts';
import { flags, spawnMain, spawnServer, type ServerProcess } from '../../support/server.ts';
import { enter, good, makeRoom, post, raw, say } from './cast.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await spawnServer({ logLevel: 'trace' });
});
afterAll(() => server.stop());

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawnMain(args, env);
  const [output, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { output, error, code };
}

test('K43 a port that is taken is one clear line and an exit code', async () => {
  const { code, error } = await run([
    'serve',
    ...flags({ port: server.port, data: `${server.data}-2` }),
  ]);
  expect(code).not.toBe(0);
  expect(error).toContain(String(server.port));
  expect(error.trim().split('\n')).toHaveLength(1);
});

test('K44 K45 K61 the log holds no message, no name, no password, and no line that a caller made', async () => {
  const alice = await enter(server, 'k44-alice');
  const room = await makeRoom(alice, 'k44 secret title');
  await say(alice, room, 'k44 secret\n{"level":60,"msg":"forged line"}');
  await post(`${server.url}/hubbub.v1.AccountService/LogIn`, {
    username: 'k44-alice\n{"forged":1}',
    password: `${good} k44`,
  });
  await raw(server, `GET /k44\r\nforged: 1\r\n\r\n HTTP/1.1\r\n\r\n`);
  alice.socket.ws.send('{"id":1,"op":"forged line","args":{}}');
  await alice.socket.call('user.get', { users: [alice.id] });
  alice.socket.close();
  const log = server.log();
  for (const secret of ['k44 secret', 'forged', good, alice.token, 'k44-alice'])
    expect(log).not.toContain(secret);
});

test('K53 K54 K67 no secret stands in the repository, and none is needed to start', async () => {
  const root = join(import.meta.dir, '../../..');
  const secret =
    /(?:password|passwd|secret|api[_-]?key|token)["']?\s*[:=]\s*["'][A-Za-z0-9+/_-]{16,}["']|-----BEGIN [A-Z ]*PRIVATE KEY|postgres:\/\/\w+:(?!password@)[^@\s'"`$]+@(?!localhost|127\.|host|db\b)/i;
  const found: string[] = [];
  for (const path of new Bun.Glob(
    '{*.md,docs/**/*.md,packages/*/src/**/*.ts,bin/*,scripts/*,examples/**/*.ts}',
  ).scanSync(root))
    if (
      !path.includes('node_modules') &&
      !path.endsWith('.test.ts') &&
      secret.test(readFileSync(join(root, path), 'utf8'))
    )
      found.push(path);
  expect(secret.test(`const token = '${'x'.repeat(20)}'`)).toBe(true);
  expect(found).toEqual([]);
});

test('K68 an environment or option it does not know stops the start', async () => {
  for (const env of [
    { HUBBUB_ENVIRONMENT: 'porduction' },
    { HUBBUB_PROT: '1' },
    { HUBBUB_PORT: 'x' },
    { HUBBUB_LOGIN_TRIES: '-1' },
  ]) {
    const { code, error } = await run(['serve', '--port', '0', '--data', `${server.data}-3`], env);
    expect([env, code === 0, error === '']).toEqual([env, false, false]);
  }
});

test('K76 every character survives, and times are the same in every zone', async () => {
  const alice = await enter(server, 'k76-alice');
  const room = await makeRoom(alice, 'é 漢字 🎉');
  const text = 'a\u0000b \u{1F469}\u200D\u{1F467} \u202Eabc\u202C 漢字 e\u0301 \uFEFF';
  const { message } = await say(alice, room, text);
  expect(message?.content.value).toBe(text);
  const at = Number(message?.createdAt?.seconds ?? 0);
  expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60);
  const { messages } = await alice.socket.call('message.history', { conversation: room });
  expect(messages[0]?.content.value).toBe(text);
  expect(messages[0]?.createdAt).toEqual(message!.createdAt!);
  alice.socket.close();
});

test('K78 the table of operations names each once, and nothing can be added to it', () => {
  const table = operations({} as never);
  const names = table.map(({ method }) => `${method.parent.typeName}/${method.name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(operations({} as never)).not.toBe(table);
});

test('K57 K59 passwords are kept as slow hashes, and a name is not who one is', async () => {
  const alice = await enter(server, 'k57-alice');
  expect(alice.id).toMatch(/^usr_/);
  const content = await contentOf({ engine: 'sqlite', address: server.data } as never);
  expect(content).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  expect(content).not.toContain(good);
  alice.socket.close();
});

test('K77 a server as it ships listens on this machine only', async () => {
  const { fallback } = (await import('../../../packages/server/src/config/table.ts')).options.find(
    ({ name }) => name === 'host',
  )!;
  expect(fallback).toBe('127.0.0.1');
});
