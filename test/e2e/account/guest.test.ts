import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { closes, methods, randomKey, type OperationName, type UserId } from '@hubbub/protocol';
import { claim } from '../../../packages/server/src/features/account/claim.ts';
import { guest } from '../../../packages/server/src/features/account/guest.ts';
import { sweep } from '../../../packages/server/src/features/account/sweep-guests.ts';
import { createAttempts } from '../../../packages/server/src/features/account/attempts.ts';
import { operations } from '../../../packages/server/src/features/index.ts';
import { get } from '../../../packages/server/src/features/user/get.ts';
import { eraseAccount } from '../../../packages/server/src/store/erase-store.ts';
import { findUnusedGuests } from '../../../packages/server/src/store/guest-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { operationName } from '../../../packages/protocol/src/operations.ts';
import { enter, identity, offers, unlimited } from '../../contract/identity/server.ts';
import { databaseMs, engines } from '../../contract/store/engines.ts';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { makeGroup, makeRoom, refused, say } from '../stories.ts';
import { onBoth, reasonOf, storyPassword } from './both.ts';
import { cookieOf, post, textIn } from './http.ts';

setDefaultTimeout(databaseMs);

async function enterGuest(server: TestServer, displayName = 'Passer-by') {
  const { body } = await post(`${server.url}/hubbub.v1.AccountService/Guest`, { displayName });
  const token = textIn(body, 'token');
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token });
  return { token, socket, user: body['user'] as unknown as { id: string; guest: boolean } };
}

onBoth(
  (tell) => {
    tell(
      'a guest talks in rooms, and is refused what is for accounts',
      async ({ meet, server }) => {
        const alice = await meet('alice');
        const room = await makeRoom(alice);
        const { socket, user } = await enterGuest(server);
        expect(user).toMatchObject({ displayName: 'Passer-by', guest: true });
        await socket.call('conversation.join', { conversation: room });
        await socket.call('message.send', {
          conversation: room,
          clientMsgId: 'g1',
          content: { case: 'text', value: 'hello' },
        });
        await alice.untilChange((one) => one.messages.length > 0, 'what the guest said');
        expect((await alice.call('user.get', { users: [user.id] })).users[0]?.guest).toBe(true);
        const refusals: [OperationName, object][] = [
          ['conversation.create', { kind: 3, title: 'mine' }],
          ['conversation.direct', { user: alice.id }],
          ['conversation.whisper', { room, users: [alice.id] }],
          ['user.find', { username: alice.username }],
          ['account.changePassword', { current: 'x', password: storyPassword }],
          ['passkey.create', {}],
          ['totp.create', {}],
        ];
        for (const [op, args] of refusals)
          expect(await refused(socket.call(op, args))).toBe('GUEST');
        // Whoever is written to may answer.
        const made = await alice.call('conversation.direct', { user: user.id });
        const direct = made.conversation?.id ?? '';
        await say(alice, direct, 'welcome');
        await socket.call('message.send', {
          conversation: direct,
          clientMsgId: 'g2',
          content: { case: 'text', value: 'thanks' },
        });
        await makeGroup(alice, [user.id]);
        await socket.call('account.delete', {});
        expect(await socket.closed).toBe(closes.REVOKED.code);
      },
    );

    tell(
      'account.claim keeps the id and what was said, and ends the guest’s token',
      async (scene) => {
        const { server } = scene;
        const alice = await scene.meet('alice');
        const room = await makeRoom(alice);
        const { socket, token, user } = await enterGuest(server);
        await socket.call('conversation.join', { conversation: room });
        const username = `was-guest-${user.id.slice(-6)}`;
        const authorization = `Bearer ${token}`;
        const claimAs = (args: object, headers = { authorization }) =>
          post(`${server.url}/hubbub.v1.AccountService/Claim`, args, headers);
        const taken = { username: alice.username, password: storyPassword };
        expect((await claimAs(taken)).reason).toBe('TAKEN');
        expect((await claimAs({ username, password: 'short' })).reason).toBe('PASSWORD_TOO_SHORT');
        const { body } = await claimAs({ username, password: storyPassword });
        expect(body['user']).toMatchObject({ id: user.id, username });
        expect(await socket.closed).toBe(closes.REVOKED.code);
        expect(await reasonOf(server, token)).toBe('TOKEN');
        const fresh = await openSocket(server.socketUrl);
        await fresh.call('session.open', { token: textIn(body, 'token') });
        await fresh.call('conversation.create', { kind: 3, title: 'mine' });
        const { members } = await alice.call('conversation.members', { conversation: room });
        expect(members.map((one) => one.user)).toContain(user.id);
        const again = { authorization: `Bearer ${textIn(body, 'token')}` };
        const twice = await claimAs({ username: 'other', password: storyPassword }, again);
        expect(twice.reason).toBe('UNKNOWN');
        const own = { authorization: `Bearer ${alice.token}` };
        expect((await claimAs({ username: 'other', password: storyPassword }, own)).reason).toBe(
          'UNKNOWN',
        );
        fresh.close();
      },
    );
  },
  { guests: true },
);

test('a server that has not chosen guests has none; the options say so', async () => {
  const server = await startServer();
  try {
    const url = `${server.url}/hubbub.v1.AccountService`;
    const { reason, status } = await post(`${url}/Guest`, { displayName: 'x' });
    expect([status, reason]).toEqual([501, 'NOT_OFFERED']);
    const { body } = await post(`${url}/Options`, {});
    expect(body).toEqual({ passkeyDomain: 'localhost' });
  } finally {
    await server.stop();
  }
});

test('a browser’s guest has a cookie, and so has the account it becomes', async () => {
  const server = await startServer({ guests: true });
  try {
    const url = `${server.url}/hubbub.v1.AccountService`;
    const origin = `http://localhost:${server.port}`;
    const made = await post(`${url}/Guest`, { displayName: 'x', cookie: true });
    const { pair: cookie } = cookieOf(made);
    expect(made.body['token']).toBeUndefined();
    const args = { username: 'claimed', password: storyPassword, cookie: true };
    const claimed = await post(`${url}/Claim`, args, { cookie, origin });
    expect(cookieOf(claimed).pair).not.toBe(cookie);
    expect(cookieOf(claimed).pair).toMatch(/^hubbub=[\w-]{43}$/);
  } finally {
    await server.stop();
  }
});

test('what guests may call is exactly this', () => {
  const table = operations({} as never);
  const open = table.filter(
    (one) => (one.who === 'user' || one.who === 'device') && one.guests === true,
  );
  expect(open.map(({ method }) => operationName(method) as string).toSorted()).toEqual([
    'account.claim',
    'account.delete',
    'account.export',
    'account.exportPart',
    'account.get',
    'account.logOut',
    'conversation.configure',
    'conversation.draft',
    'conversation.get',
    'conversation.join',
    'conversation.leave',
    'conversation.list',
    'conversation.members',
    'device.list',
    'device.rename',
    'game.create',
    'game.get',
    'game.input',
    'game.join',
    'game.joinOrCreate',
    'game.leave',
    'game.list',
    'game.types',
    'mark.list',
    'mark.readers',
    'mark.set',
    'media.get',
    'message.get',
    'message.history',
    'message.search',
    'message.send',
    'presence.attend',
    'presence.subscribe',
    'presence.typing',
    'presence.unsubscribe',
    'push.get',
    'push.subscribe',
    'push.unsubscribe',
    'session.ticket',
    'sync.pull',
    'user.get',
    'user.updateProfile',
  ]);
  expect(Object.keys(methods).length).toBeGreaterThan(open.length);
});

describe.each(engines)('unused guests on $name', ({ create }) => {
  const day = 24 * 60 * 60_000;
  let now = Date.UTC(2030, 0, 1);
  let database: Awaited<ReturnType<typeof create>>;
  let store: Store;
  beforeAll(async () => {
    database = await create();
    store = await database.open({ clock: () => now });
  });
  afterAll(() => database.remove());

  test('are swept when nobody can log in as them any more, and nobody else is', async () => {
    const server = identity(store);
    const { passwords } = server;
    const needs = { passwords, attempts: createAttempts(unlimited), offers };
    const make = async (displayName: string) => {
      const { result } = await server.call(guest(needs), { displayName });
      return { id: result.user?.id ?? '', login: await server.loginOf(result.token ?? '') };
    };
    const [unused, used, gone, claimed] = [
      await make('unused'),
      await make('used'),
      await make('logged out'),
      await make('claimed'),
    ];
    const member = await enter(server, 'member');
    await server.call(server.logOut, {}, { login: gone.login });
    const names = { username: 'claimed', password: storyPassword };
    await server.call(claim(needs), names, { login: claimed.login });
    const isGone = async () => {
      await sweep({ store, now, report: fail });
      const users = [unused.id, used.id, gone.id, claimed.id, member.user];
      const { result } = await server.call(get, { users }, { login: member.login });
      const ended = result.users?.filter(({ deleted }) => deleted).map(({ id }) => id);
      return users.filter((user) => ended?.includes(user) === true);
    };
    expect(await isGone()).toEqual([]);
    now += day / 12;
    expect(await isGone()).toEqual([gone.id]);
    now += 25 * day;
    await server.authenticator.stillValid(used.login.app, [used.login.caller.device]);
    now += 6 * day;
    expect(await isGone()).toEqual([unused.id, gone.id]);
  });

  test('are all swept at once, but one that cannot be', async () => {
    const server = identity(store);
    const needs = { passwords: server.passwords, attempts: createAttempts(unlimited), offers };
    const ids: string[] = [];
    for (let i = 0; i < 205; i += 1)
      ids.push(
        (await server.call(guest(needs), { displayName: 'one of many' })).result.user?.id ?? '',
      );
    now += 32 * day;
    const write: Store['write'] = async (app, change, args) => {
      const { user } = args as { user: UserId };
      if (user === ids[0]) throw new Error('damaged');
      const result = await store.write(app, change, args);
      // Another node sweeps too.
      if (user === ids[1]) await store.write(app, eraseAccount, erasureOf(ids[2]));
      return result;
    };
    const troubles: unknown[] = [];
    const report = (cause: unknown) => void troubles.push(cause);
    await sweep({ store: { ...store, write }, now, report });
    expect(troubles.map(String)).toEqual(['Error: damaged']);
    const left = { at: -1, of: 0, id: 0, before: now, limit: 100 };
    const { guests } = await store.systemRead(findUnusedGuests, left);
    expect(guests.map(({ user }) => user as string)).toEqual([ids[0] ?? '']);
  });
});

const erasureOf = (user = '') => ({ user: user as UserId, holdMs: 0, outboxId: randomKey() });

function fail(cause: unknown): never {
  throw cause;
}
