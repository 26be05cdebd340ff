// Sockets that come and go: refused, told of, and told why they went.
import { afterEach, beforeEach, expect, test } from 'bun:test';
import { SignJWT } from 'jose';
import { closes } from '@hubbub/protocol';
import { defineHooks, Refusal } from '@hubbub/server';
import { post } from '../e2e/account/http.ts';
import { password, signUp, type Person } from '../support/people.ts';
import { operatorOf } from '../support/backend.ts';
import { openSocket, startServer, type TestServer } from '../support/server.ts';
import type { RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

const banned = new Set<string>();
let broken = false;
let told: string[] = [];
const names = new Map<string, string>();

const hooks = defineHooks({
  before: {
    signUp({ username, displayName }) {
      if (username.startsWith('admin')) throw new Refusal('Names with admin are ours.');
      return { displayName: `${displayName} 🎈` };
    },
    connect({ user }) {
      if (broken) throw new Error('oops');
      if (banned.has(user)) throw new Refusal('You are banned.');
    },
  },
  after: {
    connect: ({ user, device }, { door, address }) => {
      expect([door, address.length > 3, device.slice(0, 4)]).toEqual(['socket', true, 'dev_']);
      told.push(`${names.get(user)} came`);
    },
    disconnect: ({ user, reason, close }) =>
      told.push(`${names.get(user)} went: ${reason} ${close}`),
  },
});

let server: TestServer;
beforeEach(async () => {
  told = [];
  broken = false;
  server = await startServer({ logLevel: 'silent' }, { hooks: [hooks] });
});
afterEach(() => server.stop());

async function meet(name: string): Promise<Person> {
  const person = await signUp(server.url, name);
  names.set(person.user.id, name);
  return person;
}

async function connect({ token }: Person): Promise<RawSocket> {
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token });
  return socket;
}

async function toldAll(count: number): Promise<readonly string[]> {
  await until(() => told.length >= count, { what: `${count} to be told` });
  return told;
}

test('signing up is refused with the hook’s words, or with another display name', async () => {
  const url = `${server.url}/hubbub.v1.AccountService/SignUp`;
  const refused = await post(url, { username: 'admin-7', password });
  expect(refused).toMatchObject({ status: 403, reason: 'REFUSED' });
  expect(refused.body['message']).toBe('Names with admin are ours.');
  expect((await meet('alice')).user.displayName).toBe('alice 🎈');
  // A name that cannot be is our own refusal.
  expect(await post(url, { username: 'a', password })).toMatchObject({ reason: 'USERNAME' });
});

test('a refused session ends its socket for good; others come in', async () => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  banned.add(bob.user.id);
  const socket = await openSocket(server.socketUrl);
  const asked = socket.call('session.open', { token: bob.token });
  expect(asked).rejects.toMatchObject({ reason: 'REFUSED', message: 'You are banned.' });
  expect(await socket.closed).toBe(closes.REFUSED.code);
  await connect(alice);
  expect(await toldAll(1)).toEqual(['alice came']);
});

test('a refused token of the business makes no device, and costs nobody else the login', async () => {
  const operator = operatorOf(server);
  const secret = 'what the business signs its tokens with';
  const keys = [{ id: 'k', algorithm: 'HS256', key: secret }];
  await operator('app.create', { name: 'shop', devices: 'NEWEST' });
  await operator('app.update', { name: 'shop', addTokenKeys: keys });
  const token = await new SignJWT({
    aud: 'shop',
    sub: 'zoe',
    exp: Math.floor(Date.now() / 1000) + 60,
  })
    .setProtectedHeader({ alg: 'HS256', kid: 'k' })
    .sign(Buffer.from(secret));
  const open = async (key: string) => {
    const socket = await openSocket(server.socketUrl);
    const opened = socket.call('session.open', { token, device: { key } });
    return { socket, opened };
  };
  const first = await open('first');
  const { user, device } = await first.opened;
  if (user === undefined || device === undefined) throw new Error('nobody came in');
  banned.add(user.id);
  const second = await open('second');
  expect(second.opened).rejects.toMatchObject({ reason: 'REFUSED' });
  expect(await second.socket.closed).toBe(closes.REFUSED.code);
  const { devices } = await first.socket.call('device.list', {});
  expect(devices?.map(({ id }) => id)).toEqual([device.id]);
  banned.delete(user.id);
  const third = await open('second');
  expect((await third.opened).device?.id).not.toBe(device.id);
  expect(await first.socket.closed).toBe(closes.REPLACED.code);
});

test('when the hook is broken a socket may come back', async () => {
  const alice = await meet('alice');
  broken = true;
  const socket = await openSocket(server.socketUrl);
  const asked = socket.call('session.open', { token: alice.token });
  expect(asked).rejects.toMatchObject({ reason: 'HOOK_FAILED' });
  expect(await socket.closed).toBe(closes.OPEN_FAILED.code);
  broken = false;
  await connect(alice);
});

test('every way to go has its reason, and is told once', async () => {
  const names_ = ['left', 'dropped', 'revoked', 'kicked', 'drained'] as const;
  const people = await Promise.all(names_.map(meet));
  const [left, dropped, revoked, kicked] = await Promise.all(people.map(connect));
  await toldAll(5);
  told = [];
  left?.ws.close(1000);
  expect(await toldAll(1)).toEqual(['left went: LEFT 1000']);
  (dropped!.ws as unknown as { terminate(): void }).terminate();
  expect((await toldAll(2)).slice(1)).toEqual(['dropped went: DROPPED 1006']);
  await post(
    `${server.url}/hubbub.v1.AccountService/LogOut`,
    {},
    {
      authorization: `Bearer ${people[2]?.token}`,
    },
  );
  await revoked?.closed;
  expect((await toldAll(3)).slice(2)).toEqual(['revoked went: REVOKED REVOKED']);
  kicked?.ws.send('this is no frame');
  expect((await toldAll(4)).slice(3)).toEqual(['kicked went: KICKED MALFORMED']);
  await server.stop();
  expect(told.slice(4)).toEqual(['drained went: DRAINED DRAINING']);
});

test('who never logged in neither came nor went', async () => {
  const stranger = await openSocket(server.socketUrl);
  stranger.close();
  await stranger.closed;
  await server.stop();
  expect(told).toEqual([]);
});
