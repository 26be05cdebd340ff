// `hubbub doctor`: finds what is planted, says what to do, changes nothing, tells no secret, and answers scripts.
import { Database } from 'bun:sqlite';
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine } from '../../packages/server/src/cli/examine.ts';
import { settle } from '../../packages/server/src/config.ts';
import type { Config } from '../../packages/server/src/config/table.ts';
import { checkCertificate } from '../../packages/server/src/doctor/network.ts';
import type { Finding } from '../../packages/server/src/doctor/finding.ts';
import { hasOpenssl, makeCertificate } from '../support/certificate.ts';
import { leaveOut } from '../support/left-out.ts';
import { signUp } from '../support/people.ts';
import { createDatabase } from '../support/postgres.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { flags, spawnMain, startServer } from '../support/server.ts';

setDefaultTimeout(60_000);

const folders: string[] = [];
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hubbub-doctor-'));
  folders.push(made);
  return made;
}

/** A data folder that a server has left. */
async function usedFolder(): Promise<string> {
  const data = folder();
  await (await startServer({ data })).stop();
  return data;
}

/** A port that was free a moment ago. */
function freePort(): number {
  const server = Bun.serve({ port: 0, fetch: () => new Response() });
  const { port = 0 } = server;
  void server.stop(true);
  return port;
}

async function look(options: Partial<Config>): Promise<Record<string, Finding>> {
  const found = await examine(
    settle(flags({ environment: 'test', port: freePort(), ...options }), {}),
  );
  return Object.fromEntries(found.map((one) => [one.check, one]));
}

async function run(args: readonly string[], shell = '') {
  const main = join(import.meta.dir, '../../packages/server/src/main.ts');
  const child =
    shell === ''
      ? spawnMain(['doctor', ...args])
      : Bun.spawn(
          ['sh', '-c', `${shell}; exec "$0" "$@"`, process.execPath, main, 'doctor', ...args],
          {
            stdout: 'pipe',
            stderr: 'pipe',
          },
        );
  const [code, out] = await Promise.all([child.exited, new Response(child.stdout).text()]);
  return { code, out };
}

test('all is well: on a folder to be made, on one that is there, beside a running server', async () => {
  const states = (found: Record<string, Finding>) =>
    Object.values(found).filter(({ state }) => state !== 'ok');
  expect(states(await look({ data: join(folder(), 'new') }))).toEqual([]);
  expect(states(await look({ data: await usedFolder() }))).toEqual([]);
  const server = await startServer();
  const beside = await look({ data: server.data, port: server.port });
  expect(states(beside)).toEqual([]);
  expect(beside['server']?.text).toContain('takes people');
  expect(beside['database']?.text).toMatch(/schema \d+ of \d+, epoch [\da-f]{8}/);
  await server.stop();
});

test('a message that is not what was written is found, and shown to nobody', async () => {
  const data = folder();
  const server = await startServer({ data });
  const { token } = await signUp(server.url, 'alice');
  const call = async (url: string, method: string, args: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const at = `${url}/hubbub.v1.${method}`;
    const response = await fetch(at, { method: 'POST', headers, body: JSON.stringify(args) });
    return { status: response.status, text: await response.text() };
  };
  const room = { kind: 'ROOM', title: 'room', clientKey: 'room' };
  const made = await call(server.url, 'ConversationService/Create', room);
  const { conversation } = JSON.parse(made.text) as { conversation: { id: string } };
  const place = { conversation: conversation.id };
  await call(server.url, 'MessageService/Send', { ...place, clientMsgId: '1', text: 'pay 100' });
  await server.stop();
  expect((await look({ data }))['database']?.state).toBe('ok');
  const database = new Database(join(data, 'hubbub.db'));
  const flip = "unhex(replace(hex(content), hex('pay 1'), hex('pay 9')))";
  database.run(`update message set content = ${flip}`);
  database.close();
  expect((await look({ data }))['database']).toMatchObject({
    state: 'bad',
    text: expect.stringContaining(`message 1 of ${conversation.id} is damaged`),
  });
  const again = await startServer({ data });
  const shown = await call(again.url, 'MessageService/History', { ...place, limit: 10 });
  expect(JSON.parse(shown.text)).toMatchObject({ messages: [{ seq: 1, damaged: true }] });
  expect(shown.text).not.toContain('pay');
  await again.stop();
});

test('an index that does not say what its table says is found', async () => {
  const data = folder();
  const server = await startServer({ data });
  await signUp(server.url, 'alice');
  await server.stop();
  const path = join(data, 'hubbub.db');
  const database = new Database(path);
  const { page } = database
    .query<{ page: number }, []>(
      "select rootpage as page from sqlite_schema where name = 'user_by_username_folded'",
    )
    .get() as { page: number };
  database.close();
  const bytes = readFileSync(path);
  const at = bytes.indexOf('alice', (page - 1) * 4096);
  const file = openSync(path, 'r+');
  writeSync(file, 'alicf', at);
  closeSync(file);
  expect((await look({ data }))['database']).toMatchObject({
    state: 'bad',
    text: expect.stringContaining('user_by_username_folded'),
  });
});

test('a damaged database, one of a newer program, one from the future', async () => {
  const damaged = await usedFolder();
  const file = openSync(join(damaged, 'hubbub.db'), 'r+');
  writeSync(file, new Uint8Array(9000).fill(7), 0, 9000, 8192);
  expect((await look({ data: damaged }))['database']).toMatchObject({
    state: 'bad',
    mend: expect.stringContaining('restore'),
  });
  const newer = await usedFolder();
  const database = new Database(join(newer, 'hubbub.db'));
  database.run('update meta set schema = 99, min_binary = 99');
  database.close();
  expect((await look({ data: newer }))['database']?.text).toContain('newer Hubbub');
  const ahead = folder();
  const server = await startServer({ data: ahead });
  await signUp(server.url, 'alice');
  await server.stop();
  const future = new Database(join(ahead, 'hubbub.db'));
  future.run(`update device set last_seen_at = ${Date.now() + 3_600_000}`);
  future.close();
  expect((await look({ data: ahead }))['clock']).toMatchObject({ state: 'warning' });
});

test('PostgreSQL: reached, empty, away; the password is never told', async () => {
  const database = await createDatabase({ fsync: false });
  const empty = await look({ database });
  expect(empty['database']).toMatchObject({
    state: 'ok',
    text: expect.stringContaining('PostgreSQL'),
  });
  expect(empty['folder']).toBeUndefined();
  const secret = 'n0b0dyknowsthispassword';
  const away = await look({ database: `postgres://u:${secret}@127.0.0.1:1/x` });
  expect(away['database']).toMatchObject({ state: 'bad' });
  expect(JSON.stringify(away)).not.toContain(secret);
});

if (!hasRedis) leaveOut('doctor and Redis (no redis-server)');
test.if(hasRedis)('Redis: reached, away; its clock is compared', async () => {
  const database = await createDatabase({ fsync: false });
  const redis = await startRedis();
  const found = await look({ database, bus: redis.url });
  expect([found['redis']?.state, found['clock']?.state]).toEqual(['ok', 'ok']);
  await redis.stop();
  expect((await look({ database, bus: redis.url }))['redis']?.state).toBe('bad');
});

test('a port of another program', async () => {
  const other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('hello') });
  const found = await look({ data: folder(), port: other.port ?? 0 });
  expect(found['port']).toMatchObject({ state: 'bad', text: expect.stringContaining('taken') });
  await other.stop(true);
});

if (!hasOpenssl) leaveOut('doctor and certificates (no openssl)');
test.if(hasOpenssl)('a certificate: good, short, expired, of another key', async () => {
  const certificate = makeCertificate();
  const tls = { tlsCert: certificate.certFile, tlsKey: certificate.keyFile, data: folder() };
  expect((await look(tls))['certificate']?.text).toMatch(/good for (29|30) days/);
  certificate.renew('short', 3);
  expect((await look(tls))['certificate']?.state).toBe('warning');
  expect(checkCertificate(tls, Date.now() + 4 * 86_400_000).text).toContain('has expired');
  const other = makeCertificate();
  expect((await look({ ...tls, tlsKey: other.keyFile }))['certificate']?.text).toContain(
    '--tls-key',
  );
  other.remove();
  certificate.remove();
});

test('exit codes and JSON: 0 fine, 1 bad, 2 worth a look', async () => {
  const data = await usedFolder();
  const before = readFileSync(join(data, 'hubbub.db'));
  const place = ['--port', String(freePort()), '--data', data];
  const fine = await run([...place, '--json']);
  expect(fine.code).toBe(0);
  const { version, findings } = JSON.parse(fine.out) as { version: number; findings: Finding[] };
  expect([version, findings.every(({ state }) => state === 'ok')]).toEqual([1, true]);
  const look = await run([...place, '--host', '0.0.0.0', '--environment', 'dev']);
  expect([look.code, look.out.includes('plain HTTP')]).toEqual([2, true]);
  expect((await run([...place, '--prot', '1'])).code).toBe(1);
  expect(readFileSync(join(data, 'hubbub.db')).equals(before)).toBe(true);
  if (process.platform !== 'linux') return leaveOut('the limit of open files (not Linux)');
  expect((await run(place, 'ulimit -n 2048')).code).toBe(2);
  expect((await run(place, 'ulimit -n 512')).code).toBe(1);
});

test('--health asks the server that runs here', async () => {
  const certificate = hasOpenssl ? makeCertificate() : undefined;
  const tls = certificate && { tlsCert: certificate.certFile, tlsKey: certificate.keyFile };
  const server = await startServer({ ...tls });
  const asked = flags({ port: server.port, environment: 'test', ...tls });
  expect((await run(['--health', ...asked])).code).toBe(0);
  await server.stop();
  expect((await run(['--health', ...asked])).code).toBe(1);
  certificate?.remove();
});
