// What comes to the gRPC port from broken and hostile clients: each hurts its own connection at most, and the next caller is
// served.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { constants } from 'node:http2';
import { connect } from 'node:net';
import { join } from 'node:path';
import { GrpcClient } from '../support/grpc.ts';
import { emptyMessage, framed, openHttp2, send, type Sent } from '../support/http2.ts';
import { allDoors, spawnServer, type ServerProcess } from '../support/server.ts';
import { signUp } from '../support/people.ts';
import { until } from '../support/until.ts';

let server: ServerProcess;
let grpc: GrpcClient;
let token: string;
let address: string;
beforeAll(async () => {
  server = await spawnServer({ ...allDoors, timeLimitMs: 500, grpcConnections: 50 });
  address = server.grpc ?? '';
  grpc = new GrpcClient(address);
  ({ token } = await signUp(server.url, 'alice'));
});
afterAll(async () => {
  grpc.close();
  await server.stop();
});

/** Still the same process, and it answers others. */
async function isWell(): Promise<boolean> {
  const { devices } = await grpc.call('device.list', {}, { token });
  return devices.length === 1 && server.child.exitCode === null && server.log() === '';
}

async function gauge(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
}

const find = '/hubbub.v1.UserService/Find';
const html = { 'content-type': 'text/html' };

const refusals: readonly [string, Sent, object][] = [
  ['no such service', { path: '/hubbub.v1.Nothing/Find' }, { status: 200, grpcStatus: 12 }],
  ['no such method', { path: '/hubbub.v1.UserService/find' }, { status: 200, grpcStatus: 12 }],
  ['the prototype', { path: '/__proto__/constructor' }, { status: 200, grpcStatus: 12 }],
  ['a query', { path: `${find}?a=b` }, { status: 200, grpcStatus: 12 }],
  ['no gRPC', { path: find, headers: html }, { status: 415 }],
  ['GET', { path: find, headers: { ':method': 'GET' } }, { status: 405 }],
  ['no message', { path: find, body: new Uint8Array() }, { grpcStatus: 12 }],
  [
    'two messages',
    { path: find, body: Buffer.concat([emptyMessage, emptyMessage]) },
    { grpcStatus: 12 },
  ],
  ['half a frame', { path: find, body: new Uint8Array([0, 0, 0]) }, { grpcStatus: 3 }],
  [
    'a frame cut short',
    { path: find, body: new Uint8Array([0, 0, 0, 0, 9, 1]) },
    { grpcStatus: 3 },
  ],
  [
    '4 GiB announced',
    { path: find, body: new Uint8Array([0, 255, 255, 255, 255, 1]) },
    { grpcStatus: 8 },
  ],
  [
    'compressed, but not',
    { path: find, body: framed(new Uint8Array([1, 2, 3]), 1) },
    { grpcStatus: 3 },
  ],
  ['no protobuf', { path: find, body: framed(new Uint8Array([255, 255, 255])) }, { grpcStatus: 3 }],
  ['an unknown field', { path: find, body: framed(new Uint8Array([0x50, 1])) }, { grpcStatus: 3 }],
  [
    'nested without end',
    { path: find, body: framed(new Uint8Array(100_000).fill(0x0b)) },
    { grpcStatus: 3 },
  ],
  [
    'no JSON',
    {
      path: find,
      headers: { 'content-type': 'application/grpc+json' },
      body: framed(Buffer.from('{')),
    },
    { grpcStatus: 3 },
  ],
];

for (const [name, sent, expected] of refusals)
  test(`refused: ${name}`, async () => {
    const session = await openHttp2(address);
    const got = await send(session, sent);
    expect(got).toMatchObject(expected);
    // Whatever gRPC refuses carries our reason.
    if (got.grpcStatus !== undefined) expect(got.details).toBe(true);
    // The connection goes on.
    const headers = { authorization: `Bearer ${token}` };
    const next = await send(session, { path: '/hubbub.v1.DeviceService/List', headers });
    expect(next.grpcStatus).toBe(0);
    session.close();
    expect(await isWell()).toBe(true);
  });

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const frame = (
  kind: readonly [type: number, flags: number],
  stream: number,
  payload: Uint8Array,
) => {
  const [type, flags] = kind;
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};

const garbage: Readonly<Record<string, Buffer>> = {
  'HTTP/1.1': Buffer.from(`POST ${find} HTTP/1.1\r\nHost: x\r\n\r\n`),
  TLS: Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]),
  'a preface and nonsense': Buffer.concat([preface, Buffer.alloc(4096, 0xff)]),
  'data of no stream': Buffer.concat([preface, settings, frame([0, 1], 5, Buffer.alloc(10))]),
  'headers that are no HPACK': Buffer.concat([
    preface,
    settings,
    frame([1, 5], 1, Buffer.alloc(64, 0xff)),
  ]),
  'an even stream': Buffer.concat([preface, settings, frame([1, 5], 2, Buffer.from([0x82]))]),
  'a frame of 16 MiB': Buffer.concat([
    preface,
    settings,
    Buffer.from([255, 255, 255, 0, 0, 0, 0, 0, 1]),
  ]),
  'settings on a stream': Buffer.concat([preface, frame([4, 0], 1, Buffer.alloc(6))]),
  'a window of nothing': Buffer.concat([preface, settings, frame([8, 0], 0, Buffer.alloc(4))]),
  'continuation of nothing': Buffer.concat([preface, settings, frame([9, 4], 1, Buffer.alloc(8))]),
};

for (const [name, bytes] of Object.entries(garbage))
  test(`bytes: ${name}`, async () => {
    const { hostname, port } = new URL(`http://${address}`);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const heard = new Promise((resolve) => {
      socket.once('data', resolve);
      socket.once('close', resolve);
    });
    socket.write(bytes);
    await heard;
    expect(await isWell()).toBe(true);
    socket.destroy();
  });

test('a body that never comes is given up', async () => {
  const session = await openHttp2(address);
  const headers = { ':path': find, ':method': 'POST', 'content-type': 'application/grpc' };
  const stream = session.request(headers);
  stream.on('error', () => undefined);
  stream.resume();
  stream.write(new Uint8Array([0, 0, 0, 0, 9]));
  await new Promise((resolve) => stream.once('close', resolve));
  session.close();
});

test('who says nothing, or half of something, is cut', async () => {
  const { hostname, port } = new URL(`http://${address}`);
  const half = [0, 0, 40, 1, 4, 0, 0, 0, 1, 0x82];
  const all = Buffer.concat([preface, settings]);
  const beginnings = ['', preface.subarray(0, 7), all, Buffer.concat([all, Buffer.from(half)])];
  const sockets = beginnings.map((beginning) => {
    const socket = connect(Number(port), hostname, () => socket.write(beginning));
    socket.on('error', () => undefined);
    return socket.resume();
  });
  const isCut = () => sockets.every((one) => one.destroyed || one.readyState === 'closed');
  await until(isCut, { timeoutMs: 20_000, what: 'all of them cut' });
  expect(await isWell()).toBe(true);
}, 30_000);

test('of 150 calls at once on one connection 100 run, and the others are refused', async () => {
  const { hostname, port } = new URL(`http://${address}`);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const counts = { answered: 0, refused: 0 };
  let bytes = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    bytes = Buffer.concat([bytes, data]);
    for (;;) {
      const size = 9 + (bytes.length < 9 ? 0 : bytes.readUIntBE(0, 3));
      if (bytes.length < size) return;
      if (bytes[3] === 1) counts.answered += 1;
      if (bytes[3] === 3 && bytes.readUInt32BE(9) === constants.NGHTTP2_REFUSED_STREAM)
        counts.refused += 1;
      bytes = bytes.subarray(size);
    }
  });
  socket.write(Buffer.concat([preface, settings]));
  for (let stream = 1; stream < 300; stream += 2)
    socket.write(
      Buffer.concat([frame([1, 4], stream, watchHeaders), frame([0, 1], stream, emptyMessage)]),
    );
  await until(() => counts.answered + counts.refused === 150, { what: '150 answers' });
  expect(counts).toEqual({ answered: 100, refused: 50 });
  socket.destroy();
});

/** HPACK without tables: a POST of Health/Watch. */
const watchHeaders = Buffer.concat([
  Buffer.from([0x83, 0x86, 0x04]),
  hpackText('/grpc.health.v1.Health/Watch'),
  Buffer.from([0x01]),
  hpackText('localhost'),
  Buffer.from([0x0f, 0x10]),
  hpackText('application/grpc'),
]);

function hpackText(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
}

test('a storm of calls that are taken back hurts nobody else', async () => {
  for (let round = 0; round < 5; round += 1) {
    const session = await openHttp2(address);
    for (let i = 0; i < 1000; i += 1) {
      if (session.destroyed || session.closed) break;
      const stream = session.request({
        ':path': find,
        ':method': 'POST',
        'content-type': 'application/grpc',
      });
      stream.on('error', () => undefined);
      stream.close(constants.NGHTTP2_CANCEL);
    }
    expect(await isWell()).toBe(true);
    session.destroy();
  }
});

test('clients that vanish leave nothing behind', async () => {
  await until(async () => (await gauge('hubbub_grpc_connections')) <= 1);
  const program = join(import.meta.dir, 'doomed-client.ts');
  const clients = Array.from({ length: 3 }, () =>
    Bun.spawn([process.execPath, program, address], { stdout: 'pipe', stderr: 'inherit' }),
  );
  for (const client of clients) await client.stdout.getReader().read();
  expect(await gauge('hubbub_grpc_connections')).toBeGreaterThanOrEqual(3);
  for (const client of clients) client.kill('SIGKILL');
  await until(async () => (await gauge('hubbub_grpc_connections')) <= 1, {
    what: 'connections gone',
  });
  await until(async () => (await gauge('hubbub_in_flight')) === 0, { what: 'calls gone' });
  expect(await isWell()).toBe(true);
});

test('connections beyond the limit are refused', async () => {
  const sockets = Array.from({ length: 80 }, () => {
    const { hostname, port } = new URL(`http://${address}`);
    const socket = connect(Number(port), hostname, () =>
      socket.write(Buffer.concat([preface, settings])),
    );
    socket.on('error', () => undefined);
    return socket;
  });
  await until(
    () => sockets.filter((one) => one.destroyed || one.readyState === 'closed').length >= 30,
    {
      what: 'the refused ones closed',
    },
  );
  expect(await gauge('hubbub_grpc_connections')).toBeLessThanOrEqual(50);
  expect(await isWell()).toBe(true);
  for (const socket of sockets) socket.destroy();
});
