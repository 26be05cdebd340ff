// The network that proofs put between devices and server does what it says, and nothing else.
import { afterEach, expect, test } from 'bun:test';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Proxy, type Weather } from '../../prove/proxy.ts';
import { Random } from '../../prove/random.ts';
import { until } from '../support/until.ts';

let server: Server | undefined;
let proxy: Proxy | undefined;
let clients: Socket[] = [];

afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await proxy?.close();
  server?.close();
});

test('what is delayed, narrowed and taken apart arrives whole and in order', async () => {
  const random = new Random(3);
  const chance = () => random.next();
  const worst = { delayMs: 2, jitterMs: 5, bytesPerSecond: 2_000_000, chance };
  const { far, near } = await join({ up: { ...worst, atOnce: 3 }, down: worst });
  const said = Buffer.from(Array.from({ length: 20_000 }, () => random.below(256)));
  for (let at = 0; at < said.length; at += 1_000) near.socket.write(said.subarray(at, at + 1_000));
  far.socket.write(said);
  await until(() => far.size() === said.length && near.size() === said.length);
  expect(far.heard().equals(said)).toBe(true);
  expect(near.heard().equals(said)).toBe(true);
  near.socket.end();
  await until(() => far.hasEnded);
  far.socket.end('bye');
  await until(() => near.hasEnded);
  expect(near.heard().toString().endsWith('bye')).toBe(true);
  await until(() => proxy?.links.size === 0);
});

test('bytes that are apart come apart, and a narrow line takes its time', async () => {
  const { far, near } = await join({ up: { atOnce: 1, bytesPerSecond: 1_000 } });
  const began = performance.now();
  near.socket.write('x'.repeat(100));
  await until(() => far.size() === 100);
  expect(far.chunks.length).toBeGreaterThan(50);
  expect(performance.now() - began).toBeGreaterThan(90);
});

test('a cut comes after as many bytes as it is said to, and resets both sides', async () => {
  const { far, near } = await join({ up: { cutAfter: 7 } });
  near.socket.write('to the point and further');
  await until(() => near.hasClosed && far.hasClosed);
  expect(far.heard().toString()).toBe('to the ');
  expect([near.error, far.error]).toEqual(['ECONNRESET', 'ECONNRESET']);
});

test('what is held one way goes the other way, and gets through when it heals', async () => {
  const { far, near } = await join({ up: { isHeld: true } });
  near.socket.write('are you there');
  far.socket.write('yes');
  await until(() => near.heard().toString() === 'yes');
  // Not even that it is gone.
  near.socket.end();
  far.socket.write(', but I cannot hear you');
  await until(() => near.heard().toString().endsWith('hear you'));
  expect([far.size(), far.hasEnded]).toEqual([0, false]);
  proxy?.heal();
  await until(() => far.heard().toString() === 'are you there' && far.hasEnded);
});

test('where nothing gets through the sender stays on what it has', async () => {
  const { far, near } = await join({ down: { isHeld: true } });
  const much = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 32; i += 1) far.socket.write(much);
  near.socket.write('never mind');
  await until(() => far.heard().toString() === 'never mind');
  expect(far.socket.writableLength).toBeGreaterThan(0);
  expect(near.size()).toBe(0);
  proxy?.heal();
  await until(() => near.size() === 32 * much.length);
});

test('all are cut at once, and who comes later meets what is then', async () => {
  const { far, near } = await join({});
  proxy?.cutAll();
  await until(() => near.hasClosed && far.hasClosed);
  if (proxy) proxy.forecast = () => ({ up: { cutAfter: 1 } });
  const later = hear(connect(proxy?.port ?? 0, '127.0.0.1'));
  later.socket.write('hello');
  await until(() => later.hasClosed);
  expect(later.error).toBe('ECONNRESET');
});

async function join(weather: Weather) {
  let accepted: Heard | undefined;
  const listening = createServer({ allowHalfOpen: true }, (socket) => (accepted = hear(socket)));
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  proxy = await Proxy.start({ host: '127.0.0.1', port: (listening.address() as AddressInfo).port });
  proxy.forecast = () => weather;
  const near = hear(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }));
  await until(() => accepted !== undefined);
  if (!accepted) throw new Error('nobody came');
  return { far: accepted, near };
}

type Heard = ReturnType<typeof hear>;

function hear(socket: Socket) {
  clients.push(socket);
  const chunks: Buffer[] = [];
  const heard = {
    socket,
    chunks,
    error: '',
    hasEnded: false,
    hasClosed: false,
    heard: () => Buffer.concat(chunks),
    size: () => chunks.reduce((sum, { length }) => sum + length, 0),
  };
  socket.on('data', (data) => void chunks.push(Buffer.from(data)));
  socket.on('end', () => (heard.hasEnded = true));
  socket.on('close', () => (heard.hasClosed = true));
  socket.on('error', (error: NodeJS.ErrnoException) => (heard.error = error.code ?? ''));
  return heard;
}
