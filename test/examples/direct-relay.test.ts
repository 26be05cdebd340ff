import { afterEach, expect, test } from 'bun:test';
import { rmSync } from 'node:fs';
import { spawnServer, type ServerProcess } from '../support/server.ts';
import { runExample, type Program } from './program.ts';

const password = 'correct horse battery';
const running: (Program | ServerProcess)[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) {
    await one.kill();
    if ('data' in one) rmSync(one.data, { recursive: true, force: true });
  }
});

function start(server: ServerProcess, name: string): Program {
  const program = runExample('direct-relay', server.url, name, password);
  running.push(program);
  return program;
}

test('typed messages reach the one they are for, in order, and nobody else', async () => {
  const server = await spawnServer();
  running.push(server);
  const [alice, bob, charlie] = ['alice', 'bob', 'charlie'].map((name) => start(server, name));
  if (!alice || !bob || !charlie) throw new Error('somebody is missing');
  await alice.untilLine('connected as alice');
  await bob.untilLine('connected as bob');
  await charlie.untilLine('connected as charlie');
  for (const n of [1, 2, 3]) alice.type(`bob chat hello ${n}`);
  await bob.untilLine('alice chat hello 3');
  bob.type('alice ping');
  await alice.untilLine('bob ping ');
  alice.type('nobody chat are you there');
  await alice.untilLine('not sent: UNKNOWN');
  expect(bob.lines).toEqual([
    'connected as bob',
    'alice chat hello 1',
    'alice chat hello 2',
    'alice chat hello 3',
  ]);
  expect(charlie.lines).toEqual(['connected as charlie']);
  expect(await Promise.all([alice.finish(), bob.finish(), charlie.finish()])).toEqual([0, 0, 0]);
});

test('a server that dies in between costs time and no message', async () => {
  const server = await spawnServer();
  running.push(server);
  const alice = start(server, 'alice');
  const bob = start(server, 'bob');
  await alice.untilLine('connected as alice');
  await bob.untilLine('connected as bob');
  alice.type('bob chat before');
  await bob.untilLine('alice chat before');
  await server.kill();
  alice.type('bob chat while it was down');
  running.push(await spawnServer({ data: server.data, port: server.port }));
  await bob.untilLine('alice chat while it was down');
  expect(bob.lines.filter((line) => line.startsWith('alice'))).toEqual([
    'alice chat before',
    'alice chat while it was down',
  ]);
});
