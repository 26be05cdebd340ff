import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { Secret, TOTP } from 'otpauth';
import { startServer, type TestServer } from '../../support/server.ts';
import { logInWith, onBoth, storyPassword } from '../account/both.ts';
import { post, textIn } from '../account/http.ts';
import { refused, type Person } from '../stories.ts';

setDefaultTimeout(60_000);

/** What the app on the phone shows; `steps` half minutes from now. */
const shown = (secret: string, steps = 0) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * 30_000 });

const answer = (server: TestServer, challenge: string, code: string) =>
  post(`${server.url}/hubbub.v1.AccountService/Answer`, { challenge, code });

async function enable(person: Person) {
  const { secret, uri } = await person.call('totp.create', {});
  // The step before, so that the present one can still log in.
  const { recoveryCodes } = await person.call('totp.confirm', { code: shown(secret, -1) });
  return { secret, uri, recoveryCodes };
}

async function challengeOf(server: TestServer, { username }: { username: string }) {
  const { body } = await logInWith(server, username);
  expect([body['token'], body['user'], body['device']]).toEqual([undefined, undefined, undefined]);
  return textIn(body, 'challenge');
}

onBoth((tell) => {
  tell('a code is asked after the password, and no code works twice', async ({ meet, server }) => {
    const alice = await meet('alice');
    const { secret, uri, recoveryCodes } = await enable(alice);
    expect(uri).toStartWith(`otpauth://totp/Hubbub:${alice.username}`);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await alice.call('account.get', {})).account).toMatchObject({
      totp: true,
      recoveryCodesLeft: 10,
    });
    const wrong = await logInWith(server, alice.username, { password: 'wrong password' });
    expect(wrong.reason).toBe('CREDENTIALS');
    const challenge = await challengeOf(server, alice);
    expect((await answer(server, challenge, shown(secret, 40))).reason).toBe('CODE_WRONG');
    const code = shown(secret, 1);
    const done = await answer(server, challenge, ` ${code.slice(0, 3)} ${code.slice(3)}`);
    expect(done.body['user']).toMatchObject({ id: alice.id });
    expect(textIn(done.body, 'token')).not.toBe('');
    expect((await answer(server, challenge, shown(secret, 1))).reason).toBe('TOKEN');
    for (const steps of [1, 0, -1]) {
      const again = await challengeOf(server, alice);
      expect((await answer(server, again, shown(secret, steps))).reason).toBe('CODE_WRONG');
    }
  });

  tell('a recovery code logs in once; new ones end the old', async ({ meet, server }) => {
    const alice = await meet('alice');
    const { recoveryCodes } = await enable(alice);
    const [first = '', second = ''] = recoveryCodes;
    const use = async (code: string) =>
      (await answer(server, await challengeOf(server, alice), code)).reason;
    expect(await use(first.toUpperCase().replaceAll('-', ' '))).toBeUndefined();
    expect(await use(first)).toBe('CODE_WRONG');
    expect((await alice.call('account.get', {})).account?.recoveryCodesLeft).toBe(9);
    const renewed = (await alice.call('totp.renewCodes', {})).recoveryCodes;
    expect(await use(second)).toBe('CODE_WRONG');
    expect(await use(renewed[0] ?? '')).toBeUndefined();
    await alice.call('totp.remove', {});
    expect(textIn((await logInWith(server, alice.username)).body, 'token')).not.toBe('');
    expect(await refused(alice.call('totp.renewCodes', {}))).toBe('UNKNOWN');
  });

  tell(
    'nothing is asked before the first code was right, and a secret is not exchanged',
    async (scene) => {
      const alice = await scene.meet('alice');
      const { secret } = await alice.call('totp.create', {});
      const { secret: second } = await alice.call('totp.create', {});
      expect(second).not.toBe(secret);
      expect(await refused(alice.call('totp.confirm', { code: shown(secret) }))).toBe('CODE_WRONG');
      expect(textIn((await logInWith(scene.server, alice.username)).body, 'token')).not.toBe('');
      await alice.call('totp.confirm', { code: shown(second) });
      expect(await refused(alice.call('totp.create', {}))).toBe('TAKEN');
      expect(await refused(alice.call('totp.confirm', { code: shown(second, 1) }))).toBe('UNKNOWN');
    },
  );
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ loginTries: 8 });
});
afterAll(() => server.stop());

test('of many guesses at one moment five are heard, and over all challenges the account’s tries run out', async () => {
  const url = `${server.url}/hubbub.v1.`;
  const { body } = await post(`${url}AccountService/SignUp`, {
    username: 'dora',
    password: storyPassword,
  });
  const authorization = `Bearer ${textIn(body, 'token')}`;
  const made = await post(`${url}TotpService/Create`, {}, { authorization });
  const secret = textIn(made.body, 'secret');
  await post(`${url}TotpService/Confirm`, { code: shown(secret, -1) }, { authorization });
  const challenge = await challengeOf(server, { username: 'dora' });
  const guesses = await Promise.all(
    Array.from({ length: 50 }, (_, i) => answer(server, challenge, `${100_000 + i}`)),
  );
  const reasons = guesses.map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason === 'CODE_WRONG')).toHaveLength(5);
  expect(reasons.filter((reason) => reason === 'TOKEN')).toHaveLength(45);
  const next = await challengeOf(server, { username: 'dora' });
  const more: (string | undefined)[] = [];
  for (let i = 0; i < 4; i += 1) more.push((await answer(server, next, `${200_000 + i}`)).reason);
  expect(more).toEqual(['CODE_WRONG', 'CODE_WRONG', 'CODE_WRONG', 'RATE']);
  expect((await answer(server, next, shown(secret))).reason).toBe('RATE');
});
