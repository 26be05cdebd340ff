// E-mail against a real SMTP server: setting an address, and a forgotten password.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { startServer, type TestServer } from '../../support/server.ts';
import { openMailbox, type Mailbox } from '../../support/mailbox.ts';
import { createDatabase } from '../../support/postgres.ts';
import { until } from '../../support/until.ts';
import { logInWith, reasonOf, storyPassword } from '../account/both.ts';
import { post, textIn } from '../account/http.ts';
import { refused, stories, type Person } from '../stories.ts';

setDefaultTimeout(60_000);

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await openMailbox();
});
afterAll(() => mailbox.close());

const options = () => ({ smtp: mailbox.url, mailFrom: 'Hubbub <hubbub@example.com>' });

/** The newest mail to an address, when there are `count`. */
async function mailTo(address: string, count = 1) {
  await until(() => mailbox.to(address).length >= count, { what: `${count} mails to ${address}` });
  const mail = mailbox.to(address)[count - 1];
  return { mail, code: codeIn(mail?.text ?? '') };
}

function codeIn(text: string): string {
  // The one in groups first: eight digits may also be a part of somebody's name.
  const [code = ''] = /\b(?:[\da-z]{4}-){6}[\da-z]{2}\b/.exec(text) ?? /\b\d{8}\b/.exec(text) ?? [];
  return code;
}

async function settle(person: Person, address: string): Promise<void> {
  await person.call('email.set', { address });
  const { code } = await mailTo(address);
  await person.call('email.verify', { code });
}

const requestReset = (server: TestServer, email: string, more: object = {}) =>
  post(`${server.url}/hubbub.v1.AccountService/RequestReset`, { email, ...more });
const reset = (server: TestServer, code: string, password: string) =>
  post(`${server.url}/hubbub.v1.AccountService/Reset`, { code, password });

for (const engine of ['SQLite', 'PostgreSQL'])
  describe(engine, () => {
    const tell = stories(async () => ({
      ...options(),
      ...(engine === 'PostgreSQL' && {
        database: await createDatabase({ fsync: false, isMigrated: true }),
      }),
    }));

    tell('email.verify: an address is the account’s when its code came back', async ({ meet }) => {
      const alice = await meet('alice');
      const bob = await meet('bob');
      const address = `${alice.username}@Example.com`.replace('Example', 'example');
      await alice.call('email.set', { address, language: 'ko-KR' });
      expect((await alice.call('account.get', {})).account).toMatchObject({
        email: '',
        emailToVerify: address,
      });
      const { mail, code } = await mailTo(address);
      expect(mail?.subject).toBe(`인증 코드: ${code}`);
      expect(mail?.text).toContain(code);
      expect(mail?.raw).toContain('text/plain');
      expect(await refused(alice.call('email.verify', { code: '00000000' }))).toBe('CODE_WRONG');
      expect(await refused(bob.call('email.verify', { code }))).toBe('CODE_WRONG');
      const verified = await alice.call('email.verify', { code });
      expect(verified.address).toBe(address);
      expect((await alice.call('account.get', {})).account).toMatchObject({
        email: address,
        emailToVerify: '',
      });
      expect(await refused(alice.call('email.verify', { code }))).toBe('CODE_WRONG');
      expect(JSON.stringify(await bob.call('user.get', { users: [alice.id] }))).not.toContain('@');
      const second = `second-${address}`;
      await settle(alice, second);
      const told = await mailTo(address, 2);
      expect(told.mail?.subject).toBe('이메일 주소가 변경되었습니다');
      expect(told.mail?.text).not.toContain(second);
      await alice.call('email.remove', {});
      expect((await alice.call('account.get', {})).account?.email).toBe('');
    });

    tell(
      'account.reset: a code of a mail sets a password once, and every device ends',
      async (scene) => {
        const { server } = scene;
        const alice = await scene.meet('alice');
        const address = `${alice.username}@example.com`;
        await settle(alice, address);
        expect((await requestReset(server, address.toUpperCase())).status).toBe(200);
        const { mail, code } = await mailTo(address, 2);
        expect(mail?.text).toContain(alice.username);
        expect((await reset(server, code, 'short')).reason).toBe('PASSWORD_TOO_SHORT');
        expect((await reset(server, 'zzzz-zzzz', 'a long new phrase')).reason).toBe('CODE_WRONG');
        const typed = code.toUpperCase().replaceAll('-', ' ');
        expect((await reset(server, typed, 'a long new phrase')).status).toBe(200);
        expect(await alice.socket.closed).toBe(closes.PASSWORD_CHANGED.code);
        expect(await reasonOf(server, alice.token)).toBe('TOKEN');
        expect((await reset(server, code, 'another new phrase')).reason).toBe('CODE_WRONG');
        expect((await logInWith(server, alice.username)).reason).toBe('CREDENTIALS');
        const password = 'a long new phrase';
        expect((await logInWith(server, alice.username, { password })).status).toBe(200);
        const { mail: news } = await mailTo(address, 3);
        expect(news?.subject).toBe('Your password was changed');
      },
    );
  });

describe('what must not be told', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ ...options(), logLevel: 'silent' });
  });
  afterAll(() => server.stop());

  test('an address that nobody has is answered like one that somebody has, and gets no mail', async () => {
    const url = `${server.url}/hubbub.v1.`;
    const { body } = await post(`${url}AccountService/SignUp`, {
      username: 'frank',
      password: storyPassword,
    });
    const authorization = `Bearer ${textIn(body, 'token')}`;
    const args = { address: 'frank@example.com' };
    await post(`${url}EmailService/Set`, args, { authorization });
    const { code } = await mailTo('frank@example.com');
    // Not verified yet: nobody's.
    const early = await requestReset(server, 'frank@example.com');
    await post(`${url}EmailService/Verify`, { code }, { authorization });
    const known = await requestReset(server, 'frank@example.com');
    const unknown = await requestReset(server, 'nobody@example.com');
    expect([early, known, unknown].map(({ status, body: said }) => [status, said])).toEqual([
      [200, {}],
      [200, {}],
      [200, {}],
    ]);
    await mailTo('frank@example.com', 2);
    const later = await requestReset(server, 'last@example.com');
    expect(later.status).toBe(200);
    expect(mailbox.to('nobody@example.com')).toEqual([]);
    expect(mailbox.to('frank@example.com')).toHaveLength(2);
  });

  test('only a fresh code counts, five tries each', async () => {
    const url = `${server.url}/hubbub.v1.`;
    const { body } = await post(`${url}AccountService/SignUp`, {
      username: 'grace',
      password: storyPassword,
    });
    const authorization = `Bearer ${textIn(body, 'token')}`;
    const ask = () =>
      post(`${url}EmailService/Set`, { address: 'grace@example.com' }, { authorization });
    const verify = async (code: string) =>
      (await post(`${url}EmailService/Verify`, { code }, { authorization })).reason;
    await ask();
    const first = await mailTo('grace@example.com');
    await ask();
    const second = await mailTo('grace@example.com', 2);
    if (first.code !== second.code) expect(await verify(first.code)).toBe('CODE_WRONG');
    for (let i = 0; i < 4; i += 1) await verify('1234567');
    expect(await verify(second.code)).toBe('CODE_WRONG');
  });

  test('addresses that no mail can go to are refused', async () => {
    for (const email of [
      'x',
      '@',
      'a@',
      '@b',
      'a@b@c',
      'a b@c',
      'a@-b',
      'a\u0000@b',
      '<a@b>',
      'a,b@c',
      '-a@b',
    ])
      expect((await requestReset(server, email)).reason).toBe('FIELD');
    expect((await requestReset(server, 'jörg@exämple.com')).status).toBe(200);
  });
});

test('mails to one address are limited, whoever asks for them', async () => {
  const server = await startServer({ ...options(), signUps: 2, addressTries: 4 });
  try {
    const ask = async (email: string) => (await requestReset(server, email)).reason;
    expect([await ask('a@example.com'), await ask('A@example.com')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await ask('a@EXAMPLE.com')).toBe('RATE');
    expect(await ask('b@example.com')).toBeUndefined();
    expect(await ask('c@example.com')).toBe('RATE');
  } finally {
    await server.stop();
  }
});

test('a server without SMTP says that it does not offer it', async () => {
  const server = await startServer();
  try {
    expect((await requestReset(server, 'a@example.com')).reason).toBe('NOT_OFFERED');
  } finally {
    await server.stop();
  }
});
