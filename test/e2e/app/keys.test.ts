// App keys: what each scope opens, acting for a user, rotation with an overlap, and the end of a key.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { client, keyOf, operatorOf, usersOf, type Client } from '../../support/backend.ts';
import { GrpcClient } from '../../support/grpc.ts';
import { allDoors, openSocket, startServer, type TestServer } from '../../support/server.ts';
import { refused } from '../stories.ts';

let server: TestServer;
let operator: Client;
beforeAll(async () => {
  server = await startServer({ ...allDoors, keyRate: 40 });
  operator = operatorOf(server);
  await operator('app.create', { name: 'shop' });
});
afterAll(() => server.stop());

test('a key acts for a user of its app, over HTTP and gRPC, and has no device', async () => {
  const token = await keyOf(operator, 'shop');
  const [alice = ''] = await usersOf(client(server.url, { token }), 'alice');
  const acting = client(server.url, { token, user: alice });
  const { conversation } = await acting('conversation.create', {
    kind: 'ROOM',
    title: 'sale',
    clientKey: 'k',
  });
  const grpc = new GrpcClient(server.grpc);
  const sent = await grpc.call(
    'message.send',
    { conversation: conversation.id, clientMsgId: 'm', content: { case: 'text', value: 'hello' } },
    { token, metadata: { 'hubbub-user': alice } },
  );
  grpc.close();
  expect(sent.message?.sender).toBe(alice);
  expect(await acting('device.list')).toEqual({});
  expect(await refused(acting('account.logOut'))).toBe('CALLER');
  expect(await refused(acting('session.ticket'))).toBe('CALLER');
  expect(await refused(client(server.url, { token })('device.list'))).toBe('CALLER');
});

test('it acts for nobody of another app', async () => {
  await operator('app.create', { name: 'other' });
  const [stranger = ''] = await usersOf(
    client(server.url, { token: await keyOf(operator, 'other') }),
    'x',
  );
  const token = await keyOf(operator, 'shop');
  expect(await refused(client(server.url, { token, user: stranger })('device.list'))).toBe(
    'UNKNOWN',
  );
  expect(await refused(client(server.url, { token, user: 'nobody' })('device.list'))).toBe(
    'UNKNOWN',
  );
});

test('each scope opens its own operations', async () => {
  const [alice = ''] = await usersOf(
    client(server.url, { token: await keyOf(operator, 'shop') }),
    'alice',
  );
  const attempts = {
    ACT: ['device.list', {}],
    USERS: ['account.mintToken', { user: alice }],
    SEND: ['message.broadcast', { sender: alice, users: [alice], clientKey: 'k', text: 'hi' }],
    EVENTS: ['event.read', {}],
  } as const;
  // Past the scope, these two are refused for what they ask.
  const inside = { ACT: 'ok', USERS: 'ok', SEND: 'KIND', EVENTS: 'NO_LOG' };
  for (const held of Object.keys(attempts) as (keyof typeof attempts)[]) {
    const token = await keyOf(operator, 'shop', [held]);
    for (const [scope, [op, args]] of Object.entries(attempts)) {
      const outcome = await client(server.url, { token, user: alice })(op, args).then(
        () => 'ok',
        ({ reason }: { reason: string }) => reason,
      );
      expect({ held, op, outcome }).toEqual({
        held,
        op,
        outcome: scope === held ? inside[held] : 'SCOPE',
      });
    }
  }
});

test('rotation leaves the old secret good for the overlap, revoking leaves nothing', async () => {
  const { key, secret } = await operator('app.createKey', {
    name: 'shop',
    title: 'back',
    scopes: ['USERS'],
  });
  const works = (token: string) =>
    client(server.url, { token })('user.upsert', { users: [{ externalId: 'u' }] }).then(
      () => 'ok',
      ({ reason }: { reason: string }) => reason,
    );
  expect(await works(secret)).toBe('ok');
  const rotated = await operator('app.rotateKey', { key: key.id });
  expect([await works(secret), await works(rotated['secret'])]).toEqual(['ok', 'ok']);
  const last = await operator('app.rotateKey', { key: key.id, overlapSeconds: 0 });
  expect([
    await works(secret),
    await works(rotated['secret']),
    await works(last['secret']),
  ]).toEqual(['TOKEN', 'TOKEN', 'ok']);
  const { keys } = await operator('app.listKeys', { name: 'shop' });
  const shown = (keys as { id: string; lastUsedAt?: string }[]).find(({ id }) => id === key.id);
  expect(shown?.lastUsedAt).toBeDefined();
  expect(JSON.stringify(keys)).not.toContain('hbk_');
  await operator('app.revokeKey', { key: key.id });
  expect(await works(last['secret'])).toBe('TOKEN');
  expect(await refused(operator('app.revokeKey', { key: key.id }))).toBe('UNKNOWN');
});

test('a key has a rate of its own, and opens no socket', async () => {
  const token = await keyOf(operator, 'shop');
  const asked = Array.from({ length: 100 }, () =>
    client(server.url, { token })('user.upsert', { users: [{ externalId: 'u' }] }),
  );
  const reasons = (await Promise.allSettled(asked)).map((one) =>
    one.status === 'fulfilled' ? 'ok' : (one.reason as { reason: string }).reason,
  );
  expect(new Set(reasons)).toEqual(new Set(['ok', 'RATE']));
  const socket = await openSocket(server.socketUrl);
  expect(await refused(socket.call('session.open', { token }))).toBe('TOKEN');
});
