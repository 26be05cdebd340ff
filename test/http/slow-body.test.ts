// Requests that never end, and requests nobody foresaw: each has an answer, and nothing stays open.
import { afterEach, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { httpDoor, type HttpParts } from '../../packages/server/src/api/http.ts';
import {
  listen,
  type Listener,
  type ListenerParts,
} from '../../packages/server/src/gateway/listener.ts';
import { Places } from '../../packages/server/src/gateway/addresses.ts';
import { startServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const path = '/hubbub.v1.UserService/Get';
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The listener alone, in front of this door. */
function serve(http: ListenerParts['http'], reports: string[] = []): Listener {
  const listener = listen({
    appOfHost: () => undefined,
    host: '127.0.0.1',
    port: 0,
    proxies: [],
    http,
    report: (problem: string) => void reports.push(problem),
    secure: (response: Response) => {
      response.headers.set('x-secured', 'yes');
      return response;
    },
    waiting: new Places({ perAddress: 1, total: 1 }),
    limits: { frameBytes: 1000, bodyBytes: 1000, queueBytes: 1000, idleSeconds: 10 },
  } as unknown as ListenerParts);
  stops.push(() => listener.stop(true));
  return listener;
}

/** Sends the head of a request and then one byte every few milliseconds. @returns all that came back, once it is closed */
function drip(port: number): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{`,
      ),
    );
    const timer = setInterval(() => socket.write(' '), 20);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(answer);
    });
  });
}

test('a body that drips in is ended with 408, and the connection with it', async () => {
  const door = httpDoor({ bodyBytes: 1000, bodyMs: 150 } as HttpParts);
  const { port = 0 } = serve(
    (request, client) => door(request, client) ?? Promise.reject(new Error('not found')),
  );
  expect(await drip(port)).toStartWith('HTTP/1.1 408');
});

test('a client that goes away midway makes no line in the log', async () => {
  const reports: string[] = [];
  let entered = 0;
  const door = httpDoor({ bodyBytes: 1000 } as HttpParts);
  let ended = 0;
  const { port = 0 } = serve((request, client) => {
    entered += 1;
    const answer = door(request, client) ?? Promise.reject(new Error('not found'));
    return answer.finally(() => (ended += 1));
  }, reports);
  const socket = connect(port, '127.0.0.1', () =>
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{`,
    ),
  );
  await until(() => entered === 1);
  socket.destroy();
  await until(() => ended === 1);
  expect(reports).toEqual([]);
});

test('what nobody foresaw is reported and answered 500, with the headers of every answer', async () => {
  const reports: string[] = [];
  const { port } = serve(() => Promise.reject(new Error('a bug with a secret in it')), reports);
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect([response.status, response.headers.get('x-secured')]).toEqual([500, 'yes']);
  expect(await response.text()).not.toContain('secret');
  expect(reports).toHaveLength(1);
});

test('an address has a bounded number of requests open, and gets its places back', async () => {
  let go: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  let entered = 0;
  const { port } = serve(async () => {
    entered += 1;
    await gate;
    return new Response('done');
  });
  const get = async () => (await fetch(`http://127.0.0.1:${port}/`)).status;
  // One client opens at most 256 connections by itself; more come from raw ones.
  const sockets = Array.from({ length: 500 }, () => {
    const socket = connect(port ?? 0, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    socket.on('error', () => undefined);
    return socket;
  });
  await until(() => entered === 500);
  expect(await get()).toBe(503);
  go?.();
  await until(async () => (await get()) === 200);
  for (const socket of sockets) socket.destroy();
});

test('a body above the limit is refused', async () => {
  const server = await startServer({ bodyBytes: 2000 });
  stops.push(() => server.stop());
  const body = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 50; i += 1) controller.enqueue(new Uint8Array(1000).fill(32));
      controller.close();
    },
  });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body });
  expect([400, 408, 413, 429]).toContain(response.status);
});
