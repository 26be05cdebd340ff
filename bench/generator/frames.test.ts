import { expect, test } from 'bun:test';
import { clientFrame, FrameReader, opcode } from './frames.ts';

/** A server's frame is a client's without the mask. */
function serverFrame(text: string): Buffer {
  const frame = clientFrame(text);
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  frame[1] = (frame[1] ?? 0) & 0x7f;
  return Buffer.concat([frame.subarray(0, head), frame.subarray(head + 4)]);
}

function reader(): { read: FrameReader; texts: string[]; controls: number[] } {
  const texts: string[] = [];
  const controls: number[] = [];
  const read = new FrameReader(
    (bytes, start, end) => texts.push(bytes.toString('utf8', start, end)),
    (kind) => controls.push(kind),
  );
  return { read, texts, controls };
}

const sent = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(70_000)];

test('frames of each length class are found, whole or torn anywhere', () => {
  const stream = Buffer.concat(sent.map(serverFrame));
  for (const step of [1, 7, 1000, stream.length]) {
    const { read, texts } = reader();
    for (let at = 0; at < stream.length; at += step) read.push(stream.subarray(at, at + step));
    expect(texts).toEqual(sent);
  }
});

test('control frames are told apart', () => {
  const { read, texts, controls } = reader();
  const ping = serverFrame('x');
  ping[0] = 0x80 | opcode.ping;
  read.push(Buffer.concat([serverFrame('before'), ping, serverFrame('after')]));
  expect(texts).toEqual(['before', 'after']);
  expect(controls).toEqual([opcode.ping]);
});

test('a real server reads what clientFrame writes', async () => {
  const got = Promise.withResolvers<string>();
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request, self) => (self.upgrade(request) ? undefined : new Response('no')),
    websocket: { message: (_, text) => got.resolve(String(text)) },
  });
  const { openSocket } = await import('./socket.ts');
  const socket = await openSocket({
    port: server.port ?? 0,
    path: '/',
    onFrame: () => {},
    onEnd: () => {},
  });
  socket.write(clientFrame('héllo 👋'));
  expect(await got.promise).toBe('héllo 👋');
  socket.end();
  await server.stop(true);
});
