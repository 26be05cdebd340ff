import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { good, post, textIn } from '../account/http.ts';
import { refused } from '../stories.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
const service = (path: string) => `${server.url}/hubbub.v1.${path}`;
const signUp = (username: string) =>
  post(service('AccountService/SignUp'), { username, password: good });

test('of ten sockets with one ticket one opens', async () => {
  const { body } = await signUp('alice');
  const authorization = `Bearer ${textIn(body, 'token')}`;
  const made = await post(service('SessionService/Ticket'), {}, { authorization });
  const ticket = textIn(made.body, 'ticket');
  const sockets = await Promise.all(Array.from({ length: 10 }, () => openSocket(server.socketUrl)));
  const answers = await Promise.all(
    sockets.map((socket) =>
      socket.call('session.open', { ticket }).then(
        () => 'open',
        () => 'refused',
      ),
    ),
  );
  expect(answers.filter((answer) => answer === 'open')).toHaveLength(1);
  for (const socket of sockets) socket.close();
});

test('it is given over HTTP only, to whoever is logged in', async () => {
  const { body } = await signUp('bob');
  expect((await post(service('SessionService/Ticket'), {})).reason).toBe('NOT_LOGGED_IN');
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token: textIn(body, 'token') });
  expect(await refused(socket.call('session.ticket', {}))).toBe('DOOR');
  socket.close();
});
