// The SDK's search field: a group that is refused is empty, and keeps nobody from seeing the others.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Client } from '@hubbub/client';
import { searchAll } from '@hubbub/client/search';
import { refused } from '../e2e/stories.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ guests: true });
});
afterAll(() => server.stop());

test('a guest, who may not look for people, finds rooms', async () => {
  const owner = new Client({ url: server.url });
  await owner.signUp({ username: 'harbourmaster', password: 'correct horse battery' });
  const made = await owner.call('conversation.create', { kind: 3, title: 'Harbour' });
  const guest = new Client({ url: server.url });
  await guest.enter.guest('Passer-by');
  expect(await refused(guest.call('user.search', { query: 'harb' }))).toBe('GUEST');
  const found = await searchAll(guest, 'harb');
  expect(found.people).toEqual([]);
  expect(found.rooms.map(({ id }) => id)).toEqual([made.conversation?.id ?? '']);
});

test('when all is refused, that is said', async () => {
  const stranger = new Client({ url: server.url });
  expect(await refused(searchAll(stranger, 'harb'))).toBe('NOT_LOGGED_IN');
});
