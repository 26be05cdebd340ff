// O5: faults raise their metric and turn health, and both come back by themselves. Each test plants one fault that an alarm
// of deploy/prometheus/alarms.yml is for; the alarm's name is in the test's.
import { Database } from 'bun:sqlite';
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProxy } from '../contract/store/proxy.ts';
import { leaveOut } from '../support/left-out.ts';
import { signUp, type Person } from '../support/people.ts';
import { createDatabase } from '../support/postgres.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { openSocket, spawnServer, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

setDefaultTimeout(90_000);

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const task of cleanUp.splice(0).toReversed()) await task();
});

async function started(options: Parameters<typeof startServer>[0] = {}): Promise<TestServer> {
  const server = await startServer({ logLevel: 'silent', ...options });
  cleanUp.push(() => server.stop());
  return server;
}

async function metric({ url }: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = new RegExp(`^${name.replaceAll(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1];
  return Number(found);
}

const reaches = (server: TestServer, name: string, value: (found: number) => boolean) =>
  until(async () => value(await metric(server, name)), { timeoutMs: 30_000, what: name });

async function readiness({ url }: TestServer): Promise<string> {
  const answer = await fetch(`${url}/readyz`);
  return `${answer.status} ${(await answer.text()).trim()}`;
}

async function alive({ url }: TestServer): Promise<boolean> {
  return (await fetch(`${url}/healthz`)).status === 200;
}

function makeRoom(socket: Awaited<ReturnType<typeof openSocket>>, title: string) {
  return socket.call('conversation.create', { kind: 3, title, clientKey: title }).then(
    (made) => made.conversation?.id ?? '',
    (refusal: { reason?: string }) => refusal.reason ?? 'closed',
  );
}

async function enter(server: TestServer, { token }: Person) {
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token });
  return socket;
}

test('HubbubDatabaseDown: PostgreSQL goes silent, and is back', async () => {
  const proxy = await startProxy(await createDatabase({ fsync: false, isMigrated: true }));
  cleanUp.push(() => proxy.close());
  const server = await started({ database: proxy.url });
  expect(await readiness(server)).toBe('200 ready');
  expect(await metric(server, 'hubbub_database_up')).toBe(1);
  expect(await metric(server, 'hubbub_database_sessions')).toBeGreaterThanOrEqual(0);
  proxy.refuse(true);
  proxy.freeze();
  await reaches(server, 'hubbub_database_up', (up) => up === 0);
  expect(await readiness(server)).toBe('503 the database does not answer');
  expect([await metric(server, 'hubbub_ready'), await alive(server)]).toEqual([0, true]);
  proxy.refuse(false);
  await reaches(server, 'hubbub_database_up', (up) => up === 1);
  expect(await readiness(server)).toBe('200 ready');
});

function mountSmall(): string | undefined {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-small-'));
  const mount = ['mount', '-t', 'tmpfs', '-o', 'size=3m,mode=700', 'tmpfs', folder];
  if (Bun.spawnSync(mount, { stderr: 'ignore' }).exitCode !== 0) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  cleanUp.push(() => {
    Bun.spawnSync(['umount', '-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

test('HubbubKeepsNothing, HubbubDiskLow: the disk is full, and is freed', async () => {
  const data = mountSmall();
  if (data === undefined) return leaveOut('a disk that is full (needs the right to mount)');
  const server = await started({ data });
  const socket = await enter(server, await signUp(server.url, 'alice'));
  expect(await makeRoom(socket, 'before')).toStartWith('cnv_');
  for (let size = 1_048_576; size >= 1; size = Math.floor(size / 2))
    for (let i = 0; i < 4; i += 1)
      try {
        writeFileSync(join(data, `ballast-${size}-${i}`), new Uint8Array(size));
      } catch {
        break;
      }
  let number = 0;
  const refused = await until(async () => {
    const answer = await makeRoom(socket, `room ${(number += 1)}`);
    return answer.startsWith('cnv_') ? undefined : answer;
  });
  expect(refused).toBe('STORAGE');
  expect(await metric(server, 'hubbub_database_writable')).toBe(0);
  expect(await metric(server, 'hubbub_failed_commits_total')).toBeGreaterThan(0);
  expect(await metric(server, 'hubbub_disk_free_bytes')).toBeLessThan(1e9);
  expect(await readiness(server)).toBe('503 the database keeps nothing');
  // What is stored can be read all the while.
  const { conversations } = await socket.call('conversation.list', { joined: true });
  expect(conversations.length).toBeGreaterThan(0);
  for (const name of readdirSync(data))
    if (name.startsWith('ballast')) rmSync(join(data, name), { force: true });
  // Without any traffic: a write of the server's own finds it.
  await reaches(server, 'hubbub_database_writable', (writable) => writable === 1);
  expect(await readiness(server)).toBe('200 ready');
  expect(await makeRoom(socket, 'after')).toStartWith('cnv_');
  socket.close();
});

if (!hasRedis) leaveOut('the bus is away (no redis-server)');
test.if(hasRedis)('HubbubBusDown, HubbubBusLoses: Redis is killed, and is back', async () => {
  const redis = await startRedis();
  cleanUp.push(() => redis.stop());
  const database = await createDatabase({ fsync: false, isMigrated: true });
  const server = await started({ database, bus: redis.url });
  expect(await metric(server, 'hubbub_bus_up')).toBe(1);
  const missed = await metric(server, 'hubbub_bus_missed_total');
  await redis.kill();
  await reaches(server, 'hubbub_bus_up', (up) => up === 0);
  // People are served all the same.
  expect(await readiness(server)).toBe('200 ready');
  await redis.startAgain();
  await reaches(server, 'hubbub_bus_up', (up) => up === 1);
  expect(await metric(server, 'hubbub_bus_missed_total')).toBeGreaterThan(missed);
});

test('HubbubIncidents, HubbubOutboxStuck: what nobody foresaw, and what cannot be done', async () => {
  const server = await started();
  const socket = await enter(server, await signUp(server.url, 'alice'));
  const database = new Database(join(server.data, 'hubbub.db'));
  database.run(`create trigger planted before insert on conversation begin
    select raise(abort, 'planted'); end`);
  database.run(`insert into outbox (app, id, key, kind, payload, due_at, attempts, lease_until, lease_token)
    values ((select min(id) from app), 1, 'k', 'nobody.knows', x'7b7d', ${Date.now() - 900_000}, 0, 0, '')`);
  database.close();
  expect(await makeRoom(socket, 'room')).toBe('BUG');
  expect(await metric(server, 'hubbub_incidents_total')).toBe(1);
  await reaches(server, 'hubbub_outbox_oldest_seconds', (seconds) => seconds > 600);
  expect(await metric(server, 'hubbub_outbox_entries')).toBe(1);
  socket.close();
});

test('HubbubGuessing: logins that fail', async () => {
  const server = await started();
  await signUp(server.url, 'alice');
  for (let i = 0; i < 3; i += 1)
    await fetch(`${server.url}/hubbub.v1.AccountService/LogIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'alice', password: `guess ${i}` }),
    });
  expect(await metric(server, 'hubbub_logins_failed_total{reason="CREDENTIALS"}')).toBe(3);
});

test('HubbubLoopLag, HubbubNotReady: a process that stands still; one that stops', async () => {
  const server = await spawnServer({ unreadyMs: 1_000 });
  cleanUp.push(() => server.stop());
  await metric(server, 'hubbub_loop_lag_seconds');
  server.child.kill('SIGSTOP');
  const since = performance.now();
  await until(() => performance.now() - since > 700);
  server.child.kill('SIGCONT');
  // The first reading may be answered before the timer that measures has its turn.
  await until(async () => (await metric(server, 'hubbub_loop_lag_seconds')) > 0.25);
  server.child.kill('SIGTERM');
  await until(async () => (await readiness(server)) === '503 stopping');
  expect(await metric(server, 'hubbub_ready')).toBe(0);
  expect(await server.child.exited).toBe(0);
});
