import { afterEach, expect, test } from 'bun:test';
import { rmSync } from 'node:fs';
import { spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';
import { runExample, type Program } from './program.ts';

const password = 'correct horse battery';
const running: (Program | ServerProcess)[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) {
    await one.kill();
    if ('data' in one) rmSync(one.data, { recursive: true, force: true });
  }
});

function start(server: ServerProcess, name: string, pool: string): Program {
  const program = runExample('pool-chat', server.url, name, password, pool);
  running.push(program);
  return program;
}

test('what one says reaches all in the pool; who comes and goes is seen and counted', async () => {
  const server = await spawnServer();
  running.push(server);
  const alice = start(server, 'alice', 'lobby');
  await alice.untilLine('1 here');
  const bob = start(server, 'bob', 'lobby');
  await alice.untilLine('* bob joined');
  await alice.untilLine('2 here');
  const charlie = start(server, 'charlie', 'another');
  await charlie.untilLine('1 here');
  bob.type('hello all');
  await alice.untilLine('bob: hello all');
  await bob.untilLine('bob: hello all');
  alice.type('hello bob');
  await bob.untilLine('alice: hello bob');
  expect(await bob.finish()).toBe(0);
  await alice.untilLine('* bob left');
  expect(alice.lines.filter((line) => line.includes('bob'))).toEqual([
    '* bob joined',
    'bob: hello all',
    'alice: hello bob',
    '* bob left',
  ]);
  const counts = (): string => alice.lines.filter((line) => line.endsWith(' here')).join();
  await until(() => counts() === '1 here,2 here,1 here', { what: 'the count after bob left' });
  expect(charlie.lines).toEqual(['1 here']);
});

test('those who make the same pool at the same moment meet in one', async () => {
  const server = await spawnServer();
  running.push(server);
  const programs = ['alice', 'bob', 'charlie'].map((name) => start(server, name, 'new pool'));
  await Promise.all(programs.map((program) => program.untilLine('3 here')));
});
