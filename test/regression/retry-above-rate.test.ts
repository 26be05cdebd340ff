// A retry of what is stored is answered although the caller's tokens are used up (docs/sync.md 21).
import { expect, test } from 'bun:test';
import { startServer } from '../support/server.ts';
import { enter, makeRoom } from './seeds/cast.ts';

test('a message that was acknowledged is acknowledged again above the rate', async () => {
  const server = await startServer({ ratePerSecond: 1, rateBurst: 12 });
  const alice = await enter(server, 'alice');
  const conversation = await makeRoom(alice);
  const send = (clientMsgId: string) =>
    alice.socket.call('message.send', {
      conversation,
      clientMsgId,
      content: { case: 'text', value: clientMsgId },
    });
  const first = await send('m0');
  let refused: unknown;
  for (let i = 1; i < 60 && refused === undefined; i += 1)
    await send(`m${i}`).catch((error: unknown) => (refused = error));
  expect(refused).toMatchObject({ code: 'LIMITED' });
  const again = await alice.socket
    .call('message.send', {
      conversation,
      clientMsgId: 'm0',
      content: { case: 'text', value: 'm0' },
    })
    .catch((error: unknown) => error);
  expect(again).toMatchObject({ repeated: true, message: { seq: first.message?.seq } });
  await server.stop();
});
