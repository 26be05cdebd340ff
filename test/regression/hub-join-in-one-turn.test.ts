// What is said, left and joined within one turn of the event loop: who comes in hears what is said from then on, and
// nothing that was said before.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { startServer, type TestServer } from '../support/server.ts';
import { enter, heard, makeRoom, say, settle } from './seeds/cast.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('who joins in the turn in which something is said does not hear what was said before', async () => {
  const alice = await enter(server, 'alice1');
  const room = await makeRoom(alice);
  for (let i = 0; i < 20; i += 1) {
    const bob = await enter(server, `bob1-${i}`);
    // A commit that has just ended lets the next ones wait for each other: both are in one batch and one flush.
    await say(alice, room, 'first');
    const said = say(alice, room, 'before bob');
    const joined = bob.socket.post('conversation.join', { conversation: room });
    const [{ message }, { conversation }] = await Promise.all([said, joined]);
    await say(alice, room, 'after bob');
    await settle(bob);
    const isBefore = (message?.seq ?? 0) < (conversation?.own?.joinSeq ?? 0);
    expect(heard(bob)).toEqual(isBefore ? ['after bob'] : ['before bob', 'after bob']);
    bob.socket.close();
  }
});

test('who leaves and comes back within one turn hears what is said then', async () => {
  const alice = await enter(server, 'alice2');
  const bob = await enter(server, 'bob2');
  const room = await makeRoom(alice);
  await bob.socket.call('conversation.join', { conversation: room });
  await Promise.all([
    bob.socket.post('conversation.leave', { conversation: room }),
    bob.socket.post('conversation.join', { conversation: room }),
  ]);
  await say(alice, room, 'hello again');
  await settle(bob);
  expect(heard(bob)).toEqual(['hello again']);
});
