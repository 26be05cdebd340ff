import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { selfOf, userId } from '@hubbub/protocol';
import type { HashEngine } from '../../../packages/server/src/features/account/hashing.ts';
import { createPasswords } from '../../../packages/server/src/features/account/passwords.ts';
import { readPlace } from '../../../packages/server/src/store/conversation-store.ts';
import type { Read } from '../../../packages/server/src/store/statement.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { contentOf } from './content.ts';
import { enter, failure, good, identity, main, type Identity } from './server.ts';

setDefaultTimeout(databaseMs);

describe.each(engines)('accounts on $name', ({ create }) => {
  let database: TestDatabase;
  let server: Identity;
  beforeAll(async () => {
    database = await create();
    server = identity(await database.open());
  });
  afterAll(() => database.remove());

  const signUp = (username: string, more = {}) =>
    server.call(server.signUp, { username, password: good, ...more });
  const logIn = (username: string, password: string, more = {}) =>
    server.call(server.logIn, { username, password, ...more });

  test('a new user is named as asked, logged in, and alone in its SELF', async () => {
    const { result } = await signUp('alice', { app: 'main' });
    const alice = userId(result.user?.id ?? '');
    expect(result.user).toMatchObject({ username: 'alice', displayName: 'alice', deleted: false });
    const login = await server.loginOf(result.token ?? '');
    expect(login.caller).toEqual({ user: alice, device: result.device as never });
    const place = await server.store.read(main, placeOf, { user: alice });
    expect(place).toMatchObject({ version: 1, seq: 0, memberCount: 1, joinSeq: 1, kind: 5 });
  });

  test('of twenty who want one name at once one gets it, the others TAKEN', async () => {
    const names = ['bob', 'Bob', 'BOB', 'boB'];
    const tries = Array.from({ length: 20 }, (_, i) => failure(signUp(names[i % 4] ?? '')));
    const answers = await Promise.all(tries);
    expect(answers.filter((answer) => answer === 'no error')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'TAKEN')).toHaveLength(19);
  });

  test('names that differ by case or form only are one name; logging in takes any of them', async () => {
    await signUp('Straße');
    for (const like of ['strasse', 'STRASSE', 'straße', 'Ｓｔｒａｓｓｅ'])
      expect(await failure(signUp(like))).toBe('TAKEN');
    expect((await logIn('STRASSE', good)).result.user?.username).toBe('Straße');
  });

  test('a decomposed name is stored composed', async () => {
    const { result } = await signUp('zoe\u0308');
    expect(result.user?.username).toBe('zo\u00eb');
  });

  test('a name nobody has, a wrong password and a name that cannot be answer alike', async () => {
    await signUp('charlie');
    const answers = [
      await failure(logIn('charlie', 'wrong password')),
      await failure(logIn('nobody', 'wrong password')),
      await failure(logIn('\u0000', 'wrong password')),
    ];
    expect(answers).toEqual(['CREDENTIALS', 'CREDENTIALS', 'CREDENTIALS']);
  });

  test('two passwords that differ in their 73rd byte are two passwords', async () => {
    const long = 'k'.repeat(10) + 'mnprtvwxyz0'.repeat(6).slice(0, 62);
    await signUp('long', { password: `${long}1` });
    expect(await failure(logIn('long', `${long}2`))).toBe('CREDENTIALS');
    expect(await failure(logIn('long', `${long}1`))).toBe('no error');
  });

  test('a password counts however the keyboard composed it', async () => {
    await signUp('composed', { password: 'cr\u00e8me br\u00fbl\u00e9e' });
    expect(await failure(logIn('composed', 'cre\u0300me bru\u0302le\u0301e'))).toBe('no error');
  });

  test('a cookie is for HTTP only', async () => {
    const grpc = server.call(
      server.signUp,
      { username: 'dora', password: good, cookie: true },
      { door: 'grpc' },
    );
    expect(await failure(grpc)).toBe('DOOR');
  });

  test('with a cookie the token is in the cookie and not in the reply', async () => {
    const { result, cookie } = await signUp('emma', { cookie: true });
    expect(result.token).toBe('');
    expect(cookie?.maxAgeSeconds).toBe(30 * 24 * 60 * 60);
    expect((await server.loginOf(cookie?.token ?? '')).user.username).toBe('emma');
  });

  test('a hash is renewed at the login that proves the password, and what was proved before counts no more', async () => {
    await signUp('dave');
    const bothVerified = Promise.withResolvers<void>();
    let verified = 0;
    const engine: HashEngine = {
      hash: (password, { memoryKib: memoryCost, passes: timeCost }) =>
        Bun.password.hash(password, { algorithm: 'argon2id', memoryCost, timeCost }),
      async verify(password, hash) {
        verified += 1;
        if (verified === 2) bothVerified.resolve();
        await bothVerified.promise;
        return await Bun.password.verify(password, hash);
      },
    };
    const cost = { memoryKib: 128, passes: 2 };
    const stronger = identity(server.store, {
      passwords: createPasswords({ cost, engine, workers: 2 }),
    });
    const again = () => stronger.call(stronger.logIn, { username: 'dave', password: good });
    // Both verify against the old hash; the first to commit renews it.
    const answers = await Promise.all([failure(again()), failure(again())]);
    expect(answers.toSorted()).toEqual(['BUSY', 'no error']);
    expect(await failure(again())).toBe('no error');
    expect(await failure(logIn('dave', good))).toBe('no error');
    expect(await contentOf(database)).toContain('$argon2id$v=19$m=128,t=2,p=1$');
  });

  test('logging out kills the token and its sockets, and clears the cookie', async () => {
    const frank = await enter(server, 'frank', { key: 'laptop' });
    const { emissions, cookie } = await server.call(server.logOut, {}, { login: frank.login });
    const { device } = frank.login.caller;
    expect(emissions).toEqual([{ type: 'revoke', app: frank.login.app, device }]);
    expect(cookie).toEqual({ token: '', maxAgeSeconds: 0 });
    expect(await server.authenticator.authenticate(frank.token)).toBeUndefined();
    const again = await logIn('frank', good, { device: { key: 'laptop' } });
    expect(again.result.device).toBe(device);
  });

  test('neither token nor password is in the database', async () => {
    const { token } = await enter(server, 'grace');
    const { result } = await server.call(server.ticket, {}, { login: await server.loginOf(token) });
    const bytes = await contentOf(database);
    expect(bytes.includes('grace')).toBe(true);
    for (const secret of [token, result.ticket ?? '', good])
      expect(bytes.includes(secret)).toBe(false);
  });
});

const placeOf: Read<{ user: ReturnType<typeof userId> }, object> = {
  name: 'test.self',
  *run(_tx, { user }) {
    const { head, joinSeq, kind } = yield* readPlace(selfOf(user), user);
    return { version: head.version, seq: head.seq, memberCount: head.member_count, joinSeq, kind };
  },
};
