// The page of metrics is for reading, and clients do not choose its labels.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openSocket, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
  test(`${method} /metrics is refused`, async () => {
    const response = await fetch(`${server.url}/metrics`, { method });
    expect(response.status).toBe(405);
  });

test('a close code of the client makes no label of its own', async () => {
  const socket = await openSocket(server.socketUrl);
  socket.ws.close(3123, 'x');
  await socket.closed;
  const closes = await until(async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith('hubbub_closes_total{'));
    return lines.length > 0 ? lines.join('\n') : undefined;
  });
  expect(closes).not.toContain('3123');
});
