import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { client, keyOf, operatorOf, usersOf } from '../support/backend.ts';
import { leaveOut } from '../support/left-out.ts';
import { descriptorSet, findPython } from '../support/python.ts';
import { allDoors, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

setDefaultTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'hubbub-examples-'));
const examples = join(import.meta.dir, '../../examples');
let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startServer(allDoors);
  const operator = operatorOf(server);
  await operator('app.update', { name: 'main', eventLog: { enabled: true } });
  key = await keyOf(operator, 'main');
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

function spawn(command: readonly string[]) {
  return Bun.spawn([...command], {
    env: { ...process.env, HUBBUB_KEY: key },
    stdout: 'pipe',
    stderr: 'inherit',
  });
}

test('backend-http: the second run finds everything done', async () => {
  const run = async () => {
    const child = spawn([process.execPath, join(examples, 'backend-http/main.ts'), server.url]);
    const output = await new Response(child.stdout).text();
    expect(await child.exited).toBe(0);
    return output.trim().split('\n');
  };
  expect(await run()).toEqual([
    'Ann: created',
    'Ben: created',
    'Cleo: created',
    'The shop: created',
    'Ann is logged in with a token of 43 characters',
    '3 messages are on their way',
  ]);
  const again = await run();
  expect(again[0]).toBe('Ann: unchanged');
  expect(again.at(-1)).toBe('3 messages were sent before');
});

test('backend-python: a bot answers what it is told, goes on where it stopped, and answers once', async () => {
  const python = await findPython();
  if (python === undefined) return leaveOut('python3-grpcio (not installed)');
  const contract = join(folder, 'contract.binpb');
  writeFileSync(contract, descriptorSet());
  const program = join(examples, 'backend-python/main.py');
  const start = () =>
    spawn([python, program, server.grpc ?? '', contract, join(folder, 'position')]);
  const backend = client(server.url, { token: key });
  const [zoe = '', yan = ''] = await usersOf(backend, 'zoe', 'yan');
  const asZoe = client(server.url, { token: key, user: zoe });
  const first = start();
  const find = async () =>
    ((await asZoe('user.find', { username: 'echo' }))['users'] as { id: string }[] | undefined)?.[0]
      ?.id;
  const echo = await until(find, { what: 'the bot', timeoutMs: 20_000 });
  const made = await asZoe('conversation.direct', { user: echo });
  const conversation = (made['conversation'] as { id: string }).id;
  const say = (text: string) => asZoe('message.send', { conversation, clientMsgId: text, text });
  const texts = async () => {
    const { messages = [] } = await asZoe('message.history', { conversation });
    return (messages as { text: string }[]).map(({ text }) => text);
  };
  await say('hello');
  await until(async () => (await texts()).length === 2, {
    what: 'the first answer',
    timeoutMs: 20_000,
  });
  first.kill('SIGKILL');
  await first.exited;
  await say('are you there');
  // A conversation that is not the bot's is none of its business.
  const other = await asZoe('conversation.direct', { user: yan });
  const elsewhere = (other['conversation'] as { id: string }).id;
  await asZoe('message.send', { conversation: elsewhere, clientMsgId: 'x', text: 'between us' });
  const second = start();
  await until(async () => (await texts()).length === 4, {
    what: 'the second answer',
    timeoutMs: 20_000,
  });
  await say('bye');
  await until(async () => (await texts()).length === 6, {
    what: 'the third answer',
    timeoutMs: 20_000,
  });
  expect(await texts()).toEqual([
    'hello',
    'you said: hello',
    'are you there',
    'you said: are you there',
    'bye',
    'you said: bye',
  ]);
  const { messages } = await asZoe('message.history', { conversation: elsewhere });
  expect(messages).toHaveLength(1);
  second.kill('SIGKILL');
  await second.exited;
});
