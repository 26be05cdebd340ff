import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { Login } from '../../../packages/server/src/features/operation.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { enter, failure, good, identity, type Identity } from './server.ts';

setDefaultTimeout(databaseMs);

describe.each(engines)('devices on $name', ({ create }) => {
  let database: TestDatabase;
  let server: Identity;
  let now = Date.UTC(2030, 0, 1);
  beforeAll(async () => {
    database = await create();
    server = identity(await database.open({ clock: () => now }));
  });
  afterAll(() => database.remove());

  const logIn = async (username: string, device = {}) => {
    const answer = await server.call(server.logIn, { username, password: good, device });
    const token = answer.result.token ?? '';
    return { ...answer, token, login: await server.loginOf(token) };
  };
  const listOf = async ({ login }: { readonly login: Login }) =>
    (await server.call(server.list, {}, { login })).result.devices ?? [];

  test('the same key is the same device, and its old token is dead; without a key each login is a new one', async () => {
    const alice = await enter(server, 'alice', { key: 'phone', name: 'old name' });
    const again = await logIn('alice', { key: 'phone', name: 'new name' });
    expect(again.login.caller).toEqual(alice.login.caller);
    expect(await server.authenticator.authenticate(alice.token)).toBeUndefined();
    const other = await logIn('alice');
    const third = await logIn('alice');
    expect(third.login.caller.device).not.toBe(other.login.caller.device);
    const devices = await listOf(third);
    expect(devices).toHaveLength(3);
    expect(devices.filter((device) => device.current)).toHaveLength(1);
    expect(devices.find((device) => device.current)?.id).toBe(third.login.caller.device);
    expect(devices.map((device) => device.name)).toContain('new name');
  });

  test('twenty logins at once with one key leave one device', async () => {
    const bob = await enter(server, 'bob', { key: 'tablet' });
    const logins = await Promise.all(
      Array.from({ length: 20 }, () =>
        server.call(server.logIn, { username: 'bob', password: good, device: { key: 'tablet' } }),
      ),
    );
    expect(new Set(logins.map(({ result }) => result.device))).toEqual(
      new Set([bob.login.caller.device]),
    );
    const alive = await Promise.all(
      logins.map(({ result }) => server.authenticator.authenticate(result.token ?? '')),
    );
    expect(alive.filter((login) => login !== undefined)).toHaveLength(1);
  });

  test('two users may have the same key and are two devices', async () => {
    const charlie = await enter(server, 'charlie', { key: 'shared' });
    const dora = await enter(server, 'dora', { key: 'shared' });
    expect(charlie.login.caller.device).not.toBe(dora.login.caller.device);
    expect(await server.authenticator.authenticate(charlie.token)).toBeDefined();
  });

  test('a revoked device is dead and its sockets are to be closed; no other device is touched', async () => {
    const emma = await enter(server, 'emma', { key: 'laptop' });
    const phone = await logIn('emma', { key: 'phone' });
    const { device } = emma.login.caller;
    const { emissions } = await server.call(server.revoke, { device }, { login: phone.login });
    expect(emissions).toEqual([{ type: 'revoke', app: phone.login.app, device }]);
    expect(await server.authenticator.authenticate(emma.token)).toBeUndefined();
    expect(await server.authenticator.authenticate(phone.token)).toBeDefined();
    expect((await listOf(phone)).map(({ id }) => id)).toEqual([phone.login.caller.device]);
    expect(await failure(server.call(server.revoke, { device }, { login: phone.login }))).toBe(
      'UNKNOWN',
    );
  });

  test('somebody else’s device cannot be revoked, and looks unknown', async () => {
    const frank = await enter(server, 'frank');
    const grace = await enter(server, 'grace');
    const { device } = frank.login.caller;
    for (const id of [device, 'dev_00000000000', 'garbage', ''])
      expect(
        await failure(server.call(server.revoke, { device: id }, { login: grace.login })),
      ).toBe('UNKNOWN');
    expect(await server.authenticator.authenticate(frank.token)).toBeDefined();
  });

  test('a user keeps fifty devices; the longest unused goes first, and its sockets with it', async () => {
    const heidi = await enter(server, 'heidi', { key: 'first' });
    for (let i = 1; i < 50; i += 1) {
      now += 1000;
      expect((await logIn('heidi')).emissions).toEqual([]);
    }
    now += 1000;
    const last = await logIn('heidi');
    const { app, caller } = heidi.login;
    const { user, device } = caller;
    expect(last.emissions).toEqual([{ type: 'revoke', app, user, device }]);
    expect(await server.authenticator.authenticate(heidi.token)).toBeUndefined();
    expect(await listOf(last)).toHaveLength(50);
  });

  test('a login dies unused: a token after 90 days, a cookie after 7; a cookie after 30 even when used', async () => {
    const day = 24 * 60 * 60 * 1000;
    const ivan = await enter(server, 'ivan');
    const password = good;
    const { cookie } = await server.call(server.logIn, {
      username: 'ivan',
      password,
      cookie: true,
    });
    const unused = await server.call(server.logIn, { username: 'ivan', password, cookie: true });
    const isAlive = async (token: string | undefined) =>
      (await server.authenticator.authenticate(token ?? '')) !== undefined;
    for (let days = 6; days <= 24; days += 6) {
      now += 6 * day;
      expect(await isAlive(cookie?.token)).toBe(true);
    }
    expect(await isAlive(unused.cookie?.token)).toBe(false);
    now += 6 * day;
    expect(await isAlive(cookie?.token)).toBe(false);
    now += 59 * day;
    expect(await isAlive(ivan.token)).toBe(true);
    now += 90 * day;
    expect(await isAlive(ivan.token)).toBe(false);
  });

  test('use is written down at most every five minutes', async () => {
    const judy = await enter(server, 'judy');
    const writes = () => server.store.stats().writes;
    const before = writes();
    now += 4 * 60_000;
    await server.loginOf(judy.token);
    expect(writes()).toBe(before);
    now += 2 * 60_000;
    await server.loginOf(judy.token);
    await server.loginOf(judy.token);
    expect(writes()).toBe(before + 1);
    const { app, caller } = judy.login;
    const seen = async () => (await listOf(judy))[0]?.lastSeenAt?.seconds;
    const noted = await seen();
    now += 60_000;
    await server.authenticator.stillValid(app, [caller.device]);
    expect(await seen()).toBe(noted);
    now += 5 * 60_000;
    await server.authenticator.stillValid(app, [caller.device]);
    expect(await seen()).not.toBe(noted);
  });

  test('open sockets are checked in one go', async () => {
    const kate = await enter(server, 'kate', { key: 'a' });
    const other = await logIn('kate', { key: 'b' });
    const { app, caller } = kate.login;
    const both = [caller.device, other.login.caller.device];
    expect(await server.authenticator.stillValid(app, both)).toEqual(new Set(both));
    await server.call(server.logOut, {}, { login: other.login });
    expect(await server.authenticator.stillValid(app, both)).toEqual(new Set([caller.device]));
    now += 91 * 24 * 60 * 60 * 1000;
    expect(await server.authenticator.stillValid(app, both)).toEqual(new Set());
  });
});
