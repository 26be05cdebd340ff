// Whoever only ever asks for what is refused is sent away like anybody who asks for too much.
import { expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { openSocket, startServer, type RawSocket } from '../support/server.ts';
import { enter } from './seeds/cast.ts';

const shipped = { ratePerSecond: 10, rateBurst: 60 };

/** Sends 5,000 refused requests and one more. @returns the close code, or undefined when that one was answered */
async function flood(socket: RawSocket, request: string): Promise<number | undefined> {
  const frame = Array.from({ length: 50 }, () => request).join('\n');
  for (let i = 0; i < 100; i += 1) socket.ws.send(frame);
  await socket.call('device.list', {}).catch(() => undefined);
  return socket.closeCode;
}

for (const [what, request] of Object.entries({
  'operations that are not there': '{"id":9001,"op":"no.thing","args":{}}',
  'fields that are not there': '{"id":9001,"op":"user.find","args":{"x":1}}',
}))
  test(`5,000 requests for ${what} end the socket`, async () => {
    const server = await startServer(shipped);
    const alice = await enter(server, 'alice');
    expect(await flood(alice.socket, request)).toBe(closes.FLOOD.code);
    await server.stop();
  });

test('a full window again and again, refused for its rate, is a burst and no flood', async () => {
  const server = await startServer(shipped);
  const alice = await enter(server, 'alice');
  let refused = 0;
  for (let round = 0; round < 5; round += 1) {
    const answers = Array.from({ length: 100 }, () =>
      alice.socket.call('user.get', { users: [alice.id] }).catch(() => (refused += 1)),
    );
    await Promise.all(answers);
  }
  expect(refused).toBeGreaterThan(300);
  expect(alice.socket.closeCode).toBeUndefined();
  await server.stop();
});

test('5,000 requests before the login end the socket', async () => {
  const server = await startServer(shipped);
  const socket = await openSocket(server.socketUrl);
  expect(await flood(socket, '{"id":9001,"op":"user.find","args":{}}')).toBeNumber();
  await server.stop();
});
