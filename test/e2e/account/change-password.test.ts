import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { refused } from '../stories.ts';
import { elsewhere, logInWith, onBoth, reasonOf, storyPassword } from './both.ts';
import { post, textIn } from './http.ts';

setDefaultTimeout(60_000);
const password = 'another long phrase';

onBoth((tell) => {
  tell(
    'account.changePassword ends every other device within a second, and leaves this one',
    async ({ meet, server }) => {
      const alice = await meet('alice');
      const bob = await meet('bob');
      const others = [await elsewhere(server, alice), await elsewhere(server, alice)];
      const start = performance.now();
      await alice.call('account.changePassword', { current: storyPassword, password });
      expect(await Promise.all(others.map(({ socket }) => socket.closed))).toEqual([
        closes.PASSWORD_CHANGED.code,
        closes.PASSWORD_CHANGED.code,
      ]);
      expect(performance.now() - start).toBeLessThan(1000);
      for (const { token } of others) expect(await reasonOf(server, token)).toBe('TOKEN');
      expect((await alice.call('device.list', {})).devices).toHaveLength(1);
      expect((await logInWith(server, alice.username)).reason).toBe('CREDENTIALS');
      expect((await logInWith(server, alice.username, { password })).status).toBe(200);
      await bob.settle();
      expect(bob.events).toEqual([]);
    },
  );

  tell(
    'account.changePassword asks for the present password and keeps to the rules',
    async (scene) => {
      const alice = await scene.meet('alice');
      const other = await elsewhere(scene.server, alice);
      const change = (current: string, chosen: string) =>
        refused(alice.call('account.changePassword', { current, password: chosen }));
      expect(await change('not my password', password)).toBe('PASSWORD_WRONG');
      expect(await change(storyPassword, 'short')).toBe('PASSWORD_TOO_SHORT');
      expect(await change(storyPassword, 'P@ssw0rd!')).toBe('PASSWORD_KNOWN');
      expect(await change(storyPassword, `${alice.username}1`)).toBe('PASSWORD_KNOWN');
      expect(await change(storyPassword, 'x'.repeat(129))).toBe('FIELD');
      expect(await reasonOf(scene.server, other.token)).toBeUndefined();
      other.socket.close();
    },
  );
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ loginTries: 3 });
});
afterAll(() => server.stop());

test('an open device gives nobody more guesses, and locks the owner out of nothing else', async () => {
  const url = `${server.url}/hubbub.v1.AccountService`;
  const { body } = await post(`${url}/SignUp`, { username: 'dora', password: storyPassword });
  const authorization = `Bearer ${textIn(body, 'token')}`;
  const guess = async (current: string) =>
    (await post(`${url}/ChangePassword`, { current, password }, { authorization })).reason;
  for (let i = 0; i < 3; i += 1) expect(await guess(`guess number ${i}`)).toBe('PASSWORD_WRONG');
  expect(await guess(storyPassword)).toBe('RATE');
  const confirm = await post(`${url}/Confirm`, { password: storyPassword }, { authorization });
  expect(confirm.reason).toBe('RATE');
  expect((await logInWith(server, 'dora')).status).toBe(200);
});

test('a socket that was opened with a ticket of an ended device is closed too', async () => {
  const url = `${server.url}/hubbub.v1.`;
  await post(`${url}AccountService/SignUp`, { username: 'emma', password: storyPassword });
  const [one, two] = [await logInWith(server, 'emma'), await logInWith(server, 'emma')];
  const bearer = (answer: typeof one) => ({
    authorization: `Bearer ${textIn(answer.body, 'token')}`,
  });
  const spent = await post(`${url}SessionService/Ticket`, {}, bearer(two));
  const unspent = await post(`${url}SessionService/Ticket`, {}, bearer(two));
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { ticket: textIn(spent.body, 'ticket') });
  await post(
    `${url}AccountService/ChangePassword`,
    { current: storyPassword, password },
    bearer(one),
  );
  await until(() => socket.closed);
  const late = await openSocket(server.socketUrl);
  const opened = late.call('session.open', { ticket: textIn(unspent.body, 'ticket') });
  expect(await refused(opened)).toBe('TOKEN');
});
