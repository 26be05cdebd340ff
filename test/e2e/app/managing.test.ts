// `hubbub user`, `token`, `room`, `log` and `audit`, while a server runs and while none does.
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { client, operatorOf } from '../../support/backend.ts';
import { makeFolder } from '../../support/folder.ts';
import { spawnMain, startServer } from '../../support/server.ts';

setDefaultTimeout(120_000);

const folder = makeFolder();
afterAll(() => folder.remove());

async function hubbub(...args: readonly string[]) {
  const child = spawnMain([...args, '--data', folder.path]);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out: out.trim(), err: err.trim() };
}

async function lines(...args: readonly string[]) {
  const { code, out, err } = await hubbub(...args);
  if (code !== 0) throw new Error(err);
  const all = out === '' ? [] : out.split('\n');
  return all.map((line) => JSON.parse(line) as Record<string, any>); // oxlint-disable-line typescript/no-explicit-any
}

test('the same commands with a server and without one', async () => {
  const [made] = await lines('user', 'add', 'ann', '--display-name', 'Ann Lee', '--json');
  const password = made?.['password'] as string;
  expect(made).toMatchObject({ user: { user: { username: 'ann', displayName: 'Ann Lee' } } });
  expect((await hubbub('user', 'list', '--search', 'a')).out).toContain('ann\topen\tAnn Lee');

  const server = await startServer({ data: folder.path });
  const anyone = client(server.url);
  const { token } = await anyone('account.logIn', { username: 'ann', password });
  const own = client(server.url, { token: token as string });
  const room = { kind: 'ROOM', title: 'the square', clientKey: 'k' };
  const { id: conversation } = (await own('conversation.create', room))['conversation'] as {
    id: string;
  };
  for (let i = 1; i <= 1_200; i += 1)
    await own('message.send', { conversation, clientMsgId: `${i}`, text: `line ${i}` });

  const living = await lines('log', conversation, '--jsonl');
  expect(living).toHaveLength(1_200);
  expect(living[0]).toMatchObject({
    at: expect.any(String),
    conversation: { id: conversation, kind: 'ROOM', title: 'the square' },
    from: { name: 'Ann Lee', username: 'ann' },
    seq: 1,
    text: 'line 1',
  });
  expect(await lines('log', conversation, '--json', '--limit', '3')).toHaveLength(3);
  const support = (await hubbub('token', 'create', 'ann', '--ttl', '5m')).out.split('\n')[0] ?? '';
  expect(await client(server.url, { token: support })('device.list')).toHaveProperty('devices');
  const disabled = await hubbub('user', 'disable', 'ann', '--reason', 'a test', '--for', '7d');
  expect(disabled.out).toMatch(/disabled since \S+Z until \S+Z/);
  expect((await hubbub('user', 'list', '--disabled')).out).toContain('a test');
  expect(await operatorOf(server)('audit.list', { action: 'transcript.read' })).toMatchObject({
    entries: [{ target: conversation }, { target: conversation }],
  });
  await server.stop();

  // The file of a stopped server says the same.
  expect(await lines('log', conversation, '--jsonl')).toEqual(living);
  expect((await hubbub('user', 'enable', 'ann')).out).toContain('open');
  expect((await hubbub('token', 'list', 'ann')).out).toBe('no logins');
  expect((await hubbub('user', 'reset', 'ann')).out).toContain('once');
  expect((await hubbub('room', 'list')).out).toContain('the square\t1 members\t1200 messages');
  expect((await hubbub('room', 'delete', conversation)).out).toBe('done');
  expect(await hubbub('log', conversation)).toMatchObject({ code: 1, out: '' });
  const { out } = await hubbub('audit', '--since', '1h');
  const actions = out.split('\n').map((line) => line.split('\t')[2]);
  expect(actions).toEqual([
    'room.delete',
    'user.reset',
    'user.enable',
    'transcript.read',
    'user.disable',
    'account.mintToken',
    'transcript.read',
    'transcript.read',
    'user.create',
  ]);
  expect(out).not.toContain('line 1');
  expect(out).not.toContain(support);
  expect(out).toMatch(/\toperator \S+\t/);
});

test('what makes no sense is said in a line', async () => {
  expect(await hubbub('user', 'disable', 'nobody')).toMatchObject({
    code: 1,
    err: 'There is no user nobody in the app main.',
  });
  expect((await hubbub('token', 'create', 'ann', '--ttl', 'long')).err).toContain('write 90s');
  expect((await hubbub('log', 'x', '--since', 'yesterday')).err).toContain('is no time');
  expect((await hubbub('log', 'x')).code).toBe(1);
});
