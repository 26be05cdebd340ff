import { afterEach, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../support/folder.ts';
import { signUp } from '../support/people.ts';
import { flags, openSocket, raisedLimits, spawnMain } from '../support/server.ts';
import { until } from '../support/until.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

test('messages are filtered and everything is written down', async () => {
  const folder = makeFolder();
  undo.push(() => folder.remove());
  const audit = join(folder.path, 'audit.jsonl');
  const hooks = join(import.meta.dir, '../../examples/hooks');
  const options = { ...raisedLimits, port: 0, data: folder.path, hooks };
  const server = spawnMain(['serve', ...flags(options)], { AUDIT_FILE: audit });
  undo.push(() => server.kill('SIGKILL'));
  let out = '';
  void (async () => {
    for await (const chunk of server.stdout) out += new TextDecoder().decode(chunk);
  })();
  const url = await until(() => /^(http:\S+)\n/m.exec(out)?.[1], { timeoutMs: 20_000 });

  const alice = await signUp(url, 'alice');
  const socket = await openSocket(`${url.replace('http', 'ws')}/v1/socket`);
  await socket.call('session.open', { token: alice.token });
  const { conversation } = await socket.call('conversation.create', { kind: 3, title: 'lobby' });
  const send = (text: string) =>
    socket.call('message.send', {
      conversation: conversation?.id ?? '',
      clientMsgId: text,
      content: { case: 'text', value: text },
    });
  expect((await send('oh heck')).message?.content.value).toBe('oh ****');
  expect(send('Buy now!')).rejects.toMatchObject({
    reason: 'REFUSED',
    message: 'No advertising here, please.',
  });
  socket.close();
  await socket.closed;
  server.kill('SIGTERM');
  expect(await server.exited).toBe(0);

  const lines = readFileSync(audit, 'utf8').trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const user = alice.user.id;
  // Each conversation and each user has an order, all of them together have none.
  const found = entries.map(({ what }) => what);
  expect(found).toHaveLength(5);
  expect(new Set(found)).toEqual(
    new Set(['connected', 'disconnected', 'joined', 'signed up', 'wrote']),
  );
  expect(entries).toContainEqual(
    expect.objectContaining({ what: 'wrote', sender: user, seq: 1, kind: 'ROOM' }),
  );
  expect(readFileSync(audit, 'utf8')).not.toContain('heck');
});
