// The SDK's ways in, on a real server: a code, a passkey, a guest who claims an account while connected.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Client, CodeWanted } from '@hubbub/client';
import { Secret, TOTP } from 'otpauth';
import { refused } from '../e2e/stories.ts';
import { Authenticator } from '../support/authenticator.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ guests: true });
});
afterAll(() => server.stop());

const client = () => new Client({ url: server.url, timings: { retryFirstMs: 10 } });
const password = 'correct horse battery';

test('a code is wanted after the password', async () => {
  const alice = client();
  await alice.signUp({ username: 'alice', password });
  const { secret } = await alice.call('totp.create', {});
  const shown = (steps: number) =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * 30_000 });
  await alice.call('totp.confirm', { code: shown(-1) });
  const phone = client();
  const wanted = await phone
    .logIn({ username: 'alice', password })
    .catch((error: unknown) => error);
  expect(wanted).toBeInstanceOf(CodeWanted);
  if (!(wanted instanceof CodeWanted)) return;
  expect(await refused(phone.enter.answer(wanted.challenge, '000000'))).toBe('CODE_WRONG');
  expect((await phone.enter.answer(wanted.challenge, shown(1))).username).toBe('alice');
  expect((await phone.connect()).username).toBe('alice');
  phone.close();
});

test('a passkey is asked for with the server’s options', async () => {
  const bob = client();
  await bob.signUp({ username: 'bob', password });
  const authenticator = new Authenticator(`http://localhost:${server.port}`);
  const { options } = await bob.call('passkey.create', {});
  await bob.call('passkey.add', { credential: authenticator.create(options), name: 'key' });
  const phone = client();
  const user = await phone.enter.logInWithPasskey(async (asked) =>
    JSON.parse(authenticator.get(JSON.stringify(asked))),
  );
  expect(user.username).toBe('bob');
});

test('a guest claims an account while connected, and goes on with it', async () => {
  const guest = client();
  await guest.enter.guest('Passer-by');
  const { id } = await guest.connect();
  expect(await refused(guest.call('conversation.create', { kind: 3, title: 'mine' }))).toBe(
    'GUEST',
  );
  expect(await refused(guest.enter.claim({ username: 'alice', password }))).toBe('TAKEN');
  await until(() => guest.status === 'online', { what: 'the guest to be back' });
  const user = await guest.enter.claim({ username: 'gina', password });
  expect(user).toMatchObject({ id, username: 'gina', guest: false });
  await until(() => guest.status === 'online', { what: 'gina to be there' });
  await guest.call('conversation.create', { kind: 3, title: 'mine' });
  expect(guest.user).toMatchObject({ id, username: 'gina' });
  guest.close();
});

test('a profile changed on one device is there on the other', async () => {
  const [laptop, phone] = [client(), client()];
  await laptop.signUp({ username: 'charlie', password });
  await phone.logIn({ username: 'charlie', password });
  for (const one of [laptop, phone]) await one.connect();
  await laptop.call('user.updateProfile', { displayName: 'Charlie C.', about: 'here' });
  await until(() => phone.user?.displayName === 'Charlie C.', { what: 'the new name' });
  expect(phone.user).toMatchObject({ about: 'here', counter: 2 });
  for (const one of [laptop, phone]) one.close();
});
