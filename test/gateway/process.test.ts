// The server as a process: what it says when it cannot start, and how it ends.
import { afterEach, expect, test } from 'bun:test';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveOut } from '../support/left-out.ts';
import {
  openSocket,
  spawnMain,
  spawnServer,
  startServer,
  type TestServer,
} from '../support/server.ts';
import { signUp } from '../support/people.ts';
import { until } from '../support/until.ts';

const running: TestServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hubbub-process-'));
  folders.push(made);
  return made;
}

/** It did not work. */
async function fails(args: readonly string[]): Promise<string> {
  return endsWith(1, { args });
}

/** It cannot be meant so. */
async function isMisused(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  return endsWith(2, { args, env });
}

async function endsWith(
  wanted: number,
  { args, env = {} }: { args: readonly string[]; env?: Record<string, string> },
): Promise<string> {
  const child = spawnMain(args, env);
  const [code, error] = await Promise.all([child.exited, new Response(child.stderr).text()]);
  expect(code).toBe(wanted);
  expect(error.trim().split('\n')).toHaveLength(1);
  expect(error).not.toMatch(/ at |\.ts:/);
  return error;
}

test('an unknown option names the nearest', async () => {
  expect(await isMisused(['serve', '--prot', '8080'])).toContain('--port');
  expect(await isMisused(['serve'], { HUBBUB_DATABSE: 'x' })).toContain('HUBBUB_DATABASE');
  expect(await isMisused(['sevre'])).toContain('serve');
});

test('a value that cannot be is refused', async () => {
  expect(await isMisused(['serve', '--port', 'many'])).toContain('whole number');
  expect(await isMisused(['serve', '--origins', 'chat.example.com'])).toContain('https://');
  expect(await isMisused(['serve', '--host', '0.0.0.0'])).toContain('--proxies');
});

test('a port that is taken', async () => {
  const server = await startServer();
  running.push(server);
  expect(await fails(['serve', '--port', String(server.port), '--data', folder()])).toContain(
    '--port',
  );
});

test('a data folder that is in use, or cannot be written', async () => {
  const server = await startServer();
  running.push(server);
  expect(await fails(['serve', '--port', '0', '--data', server.data])).toContain(server.data);
  const closed = folder();
  chmodSync(closed, 0o500);
  if (process.getuid?.() === 0) return leaveOut('unwritable folder (root may write everywhere)');
  expect(await fails(['serve', '--port', '0', '--data', closed])).toContain(closed);
});

test('help and version', async () => {
  const child = spawnMain(['--help']);
  expect(await new Response(child.stdout).text()).toContain('--data');
  expect(await child.exited).toBe(0);
  expect((await new Response(spawnMain(['--version']).stdout).text()).trim()).toMatch(
    /^\d+\.\d+\.\d+$/,
  );
});

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  test(`${signal}: sockets are told to come back, and the process ends with 0`, async () => {
    const server = await spawnServer();
    const alice = await signUp(server.url, 'alice');
    const socket = await openSocket(server.socketUrl);
    await socket.call('session.open', { token: alice.token });
    const sent = socket.call('conversation.create', { kind: 3, title: 'lobby', clientKey: 'k' });
    await sent;
    server.child.kill(signal);
    expect(await socket.closed).toBe(4000);
    const closing = socket.events.at(-1)?.event;
    expect(closing?.case === 'closing' && (closing.value.retryAfterMs ?? 0)).toBeGreaterThanOrEqual(
      500,
    );
    expect(await server.child.exited).toBe(0);
    rmSync(server.data, { recursive: true, force: true });
  });

test('while it drains, health says alive and not ready, and what is in flight is answered', async () => {
  const server = await startServer({ unreadyMs: 300 });
  const alice = await signUp(server.url, 'alice');
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token: alice.token });
  const stopping = server.stop();
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  const answers = Array.from({ length: 5 }, (_, i) =>
    socket.call('conversation.create', { kind: 3, title: `room ${i}`, clientKey: `${i}` }),
  );
  expect((await Promise.all(answers)).every((answer) => answer.conversation !== undefined)).toBe(
    true,
  );
  expect(
    await openSocket(server.socketUrl).then(
      () => 'open',
      () => 'refused',
    ),
  ).toBe('refused');
  await stopping;
  expect(await socket.closed).toBe(4000);
});

test('as the first process of a container it ends on SIGTERM', async () => {
  const can = Bun.spawnSync([
    'unshare',
    '--user',
    '--map-root-user',
    '--pid',
    '--fork',
    '--mount-proc',
    'true',
  ]).success;
  if (!can) return leaveOut('PID 1 (unshare)');
  const data = folder();
  const main = join(import.meta.dir, '../../packages/server/src/main.ts');
  const child = Bun.spawn(
    [
      'unshare',
      '--user',
      '--map-root-user',
      '--pid',
      '--fork',
      '--mount-proc',
      process.execPath,
      main,
      'serve',
      '--port',
      '0',
      '--data',
      data,
    ],
    { stdout: 'pipe', stderr: 'ignore', stdin: 'ignore' },
  );
  const reader = child.stdout.getReader();
  await reader.read();
  const inside = await until(() =>
    Bun.spawnSync(['pgrep', '-P', String(child.pid)])
      .stdout.toString()
      .trim(),
  );
  process.kill(Number(inside), 'SIGTERM');
  expect(await child.exited).toBe(0);
});
