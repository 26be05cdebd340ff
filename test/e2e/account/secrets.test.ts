// What must never be in a log, however much is logged and whatever fails.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { Authenticator } from '../../support/authenticator.ts';
import { spawnServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { post, textIn } from './http.ts';

setDefaultTimeout(60_000);

test('passwords, tokens, codes and addresses are in no line of the log', async () => {
  // Nobody listens there: every mail fails, and that is logged.
  const mail = { smtp: 'smtp://marked-user:marked-secret@localhost:1', mailFrom: 'a@example.com' };
  const server = await spawnServer({ ...mail, logLevel: 'trace', guests: true });
  try {
    const call = async (path: string, args: object, token = '') =>
      await post(
        `${server.url}/hubbub.v1.${path}`,
        args,
        token === '' ? {} : { authorization: `Bearer ${token}` },
      );
    const password = 'marked-secret one';
    const { body } = await call('AccountService/SignUp', { username: 'alice', password });
    const token = textIn(body, 'token');
    await call('AccountService/LogIn', { username: 'alice', password: 'marked-secret wrong' });
    await call('AccountService/Confirm', { password }, token);
    await call('EmailService/Set', { address: 'marked-secret@example.com' }, token);
    await call('AccountService/RequestReset', { email: 'marked-secret@example.com' });
    await call('AccountService/Reset', { code: 'marked-secret', password });
    await call('AccountService/Answer', { challenge: 'marked-secret', code: 'marked-secret' });
    await call('AccountService/LogInWithPasskey', { credential: '"marked-secret"' });
    const totp = await call('TotpService/Create', {}, token);
    const authenticator = new Authenticator('https://marked-secret.example');
    const { body: asked } = await call('PasskeyService/Create', {}, token);
    const credential = authenticator.create(textIn(asked, 'options'));
    await call('PasskeyService/Add', { credential, name: 'marked-secret' }, token);
    const next = { current: password, password: 'marked-secret two' };
    await call('AccountService/ChangePassword', next, token);
    await call('AccountService/Delete', {}, token);
    await until(() => server.log().includes('email.verify'), { what: 'the failed mail' });
    for (const secret of ['marked-', token, textIn(totp.body, 'secret')])
      expect({ secret, isLogged: server.log().includes(secret) }).toEqual({
        secret,
        isLogged: false,
      });
  } finally {
    await server.stop();
  }
});
