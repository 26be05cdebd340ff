// Presence is for those who share a conversation; it ends with the last one.
import { expect, test } from 'bun:test';
import { openSocket, startServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { enter, makeRoom, post, settle } from './seeds/cast.ts';

test('who shares no conversation any more is not told who comes and goes', async () => {
  const server = await startServer();
  const alice = await enter(server, 'alice');
  const bob = await enter(server, 'bob');
  const charlie = await enter(server, 'charlie');
  const room = await makeRoom(alice);
  for (const { socket } of [bob, charlie])
    await socket.call('conversation.join', { conversation: room });
  for (const { socket } of [bob, charlie])
    await socket.call('presence.subscribe', { users: [alice.id] });
  await bob.socket.call('conversation.leave', { conversation: room });
  alice.socket.close();
  // Charlie is told, so it was said.
  await charlie.socket.until(({ event }) => event.case === 'presence');
  await settle(bob);
  expect(bob.socket.events.filter(({ event }) => event.case === 'presence')).toEqual([]);
  await server.stop();
});

for (const isHere of [true, false])
  test(`who left${isHere ? '' : ' while away'} is not told of any more`, async () => {
    const server = await startServer();
    const alice = await enter(server, 'alice');
    const bob = await enter(server, 'bob');
    const charlie = await enter(server, 'charlie');
    const [shared, other] = [await makeRoom(bob, 'shared'), await makeRoom(charlie, 'other')];
    for (const conversation of [shared, other])
      await alice.socket.call('conversation.join', { conversation });
    for (const { socket } of [bob, charlie])
      await socket.call('presence.subscribe', { users: [alice.id] });
    const away = ({ event }: { event: { case: string | undefined } }) => event.case === 'presence';
    if (!isHere) {
      alice.socket.close();
      await bob.socket.until(away);
      await charlie.socket.until(away);
    }
    const before = bob.socket.events.filter(away).length;
    const headers = { authorization: `Bearer ${alice.token}` };
    await post(
      `${server.url}/hubbub.v1.ConversationService/Leave`,
      { conversation: shared },
      headers,
    );
    // What can be known is asked for again: charlie shares another room.
    await bob.socket.until(({ event }) => event.case === 'stale');
    const before2 = charlie.socket.events.filter(away).length;
    if (isHere) alice.socket.close();
    else {
      await charlie.socket.call('presence.subscribe', { users: [alice.id] });
      const again = await openSocket(server.socketUrl);
      await again.call('session.open', { token: alice.token });
    }
    await until(() => charlie.socket.events.filter(away).length > before2);
    await settle(bob);
    expect(bob.socket.events.filter(away)).toHaveLength(before);
    await server.stop();
  });
