// docs/tutorial.md, typed in as it stands there.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client, OperationError, textOf } from '@hubbub/client';
import { leaveOut } from '../support/left-out.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dir, '../..');
const page = readFileSync(join(root, 'docs/tutorial.md'), 'utf8');
/** In the checkout, as the page says: packages of ours are found from there. */
const place = join(root, '.cache', `tutorial-${process.pid}`);

const robot = { username: 'robot', password: 'correct horse battery' };

let server: TestServer | undefined;
const running: Bun.Subprocess[] = [];
beforeAll(async () => {
  save('hooks/calm.ts');
  server = await startServer({ hooks: join(place, 'hooks') });
});
afterAll(async () => {
  for (const child of running) child.kill();
  await server?.stop();
  rmSync(place, { recursive: true });
});

test('the robot signs up by hand, answers as a bot, and nobody shouts', async () => {
  const { url } = server ?? { url: '' };
  if (Bun.which('curl') !== null)
    expect(await shell(block('try: sign up'))).toContain('"username":"robot"');
  else {
    leaveOut('the tutorial’s line with curl');
    await new Client({ url }).signUp(robot);
  }

  save('echo.ts');
  const [, file = ''] = /^npx bun (\S+)$/m.exec(block('try: run the bot')) ?? [];
  const bot = Bun.spawn([process.execPath, join(place, file)], { stdout: 'pipe' });
  running.push(bot);
  const { value } = await bot.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toBe('listening\n');

  const alice = new Client({ url });
  await alice.signUp({ username: 'alice', password: 'correct horse battery' });
  await alice.connect();
  const { users } = await alice.call('user.find', { username: 'robot' });
  const { conversation } = await alice.call('conversation.direct', { user: users[0]?.id ?? '' });
  const { id = '' } = conversation ?? {};
  await alice.open(id);
  alice.send(id, 'hello');
  const said = () => alice.state.conversation(id)?.messages.map(textOf) ?? [];
  await until(() => said().includes('You said: hello'), { timeoutMs: 10_000, what: 'the answer' });
  expect(said()).toEqual(['hello', 'You said: hello']);

  const content = { case: 'text', value: 'HELLO!!!' } as const;
  const shout = alice.call('message.send', { conversation: id, clientMsgId: 'loud', content });
  const refusal = await shout.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(OperationError);
  expect(refusal).toMatchObject({ reason: 'REFUSED', message: 'Calmly, please.' });
  alice.close();
}, 60_000);

/** What stands in the first fence after the mark. */
function block(mark: string): string {
  const at = page.indexOf(`<!-- ${mark} -->`);
  if (at < 0) throw new Error(`the page has no ${mark}`);
  const start = page.indexOf('\n', page.indexOf('```', at)) + 1;
  return page.slice(start, page.indexOf('```', start)).trim();
}

function save(name: string): void {
  const file = join(place, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, fill(block(`file: ${name}`)));
}

function fill(text: string): string {
  return server === undefined ? text : text.replaceAll('http://localhost:8080', server.url);
}

async function shell(command: string): Promise<string> {
  return await new Response(Bun.spawn(['sh', '-c', fill(command)]).stdout).text();
}
