// The SDK beside a real server: two devices of one user agree on contacts and red dots, whoever did what where.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Client, OperationError } from '../../packages/client/src/index.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { png } from '../e2e/friends.ts';

const password = 'correct horse battery staple';
const clients: Client[] = [];
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server.stop();
});

async function device(username: string, isNew: boolean): Promise<Client> {
  const client = new Client({ url: server.url });
  clients.push(client);
  client.state.subscribe('moments', () => undefined);
  await (isNew ? client.signUp({ username, password }) : client.logIn({ username, password }));
  await client.connect();
  return client;
}

test('contacts, tags and red dots are alike on two devices, and on one that comes later', async () => {
  const alice = await device('alice', true);
  const tablet = await device('alice', false);
  const bob = await device('bob', true);
  const [a, b] = [alice.user?.id ?? '', bob.user?.id ?? ''];
  await bob.call('contact.request', { user: a, text: 'me' });
  await until(() => tablet.state.contacts()[0]?.text === 'me');
  await alice.call('contact.accept', { user: b });
  await alice.call('contact.tag', { user: b, tags: ['chess'] });
  await until(() => tablet.state.contacts()[0]?.tags[0] === 'chess');
  expect(bob.state.contacts()).toMatchObject([{ user: a, friend: true, tags: [] }]);

  const posted = await alice.call('moment.post', { text: 'sunny' });
  const moment = posted.moment?.id ?? '';
  await until(() => bob.state.moments().author === a);
  expect(tablet.state.moments().author).toBeUndefined();
  await bob.call('moment.comment', { moment, text: 'where?' });
  await until(() => tablet.state.moments().notices === 1 && alice.state.moments().notices === 1);
  const later = await device('alice', false);
  expect(later.state.moments().notices).toBe(1);
  await tablet.call('moment.seen', { notices: tablet.state.moments().newestNotice });
  await until(() => [alice, tablet, later].every((one) => one.state.moments().notices === 0));

  const laterBob = await device('bob', false);
  await until(() => laterBob.state.moments().author === a);
  const { createdAt } = await bob.call('moment.unread', {});
  if (createdAt !== undefined) await bob.call('moment.seen', { moments: createdAt });
  await until(() => [bob, laterBob].every((one) => one.state.moments().author === undefined));
});

test('a picture is uploaded and found under its address', async () => {
  const carol = await device('carol', true);
  const media = await carol.upload(new Blob([Buffer.from(png())]));
  expect(media).toMatchObject({ width: 1, height: 1, type: 1 });
  expect(carol.mediaAddress(media.id)).toBe(`${server.url}/v1/media/${media.id}`);
  const refusal = await carol.upload(new Blob(['no picture'])).catch((error: unknown) => error);
  expect(refusal instanceof OperationError && refusal.reason).toBe('IMAGE');
});
