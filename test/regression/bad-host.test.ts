// A request line or Host header that makes no URL is refused like any other bad request.
import { expect, test } from 'bun:test';
import { startServer } from '../support/server.ts';
import { raw } from './seeds/cast.ts';

for (const host of ['evil";x', 'a b', ''])
  test(`Host: ${host || '(empty)'} is a bad request, with the headers of every answer`, async () => {
    const server = await startServer();
    const answer = await raw(
      server,
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toStartWith('HTTP/1.1 4');
    await server.stop();
  });
