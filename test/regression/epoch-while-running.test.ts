// A database that was put back under a running server: its sockets end, and from then on it speaks of the new epoch.
import { Database } from 'bun:sqlite';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { openSocket, startServer } from '../support/server.ts';
import { enter } from './seeds/cast.ts';

test('a new epoch ends the sockets, and who comes back is told of it', async () => {
  const server = await startServer({ headsMs: 50 });
  const alice = await enter(server, 'alice');
  const file = readdirSync(server.data).find((name) => name.endsWith('.db')) ?? '';
  const database = new Database(join(server.data, file));
  database.run("update meta set epoch = 'fedcba9876543210fedcba9876543210'");
  database.close();
  expect(await alice.socket.closed).toBe(closes.EPOCH.code);

  const again = await openSocket(server.socketUrl);
  const { epoch } = await again.call('session.open', { token: alice.token });
  expect(epoch).toBe('fedcba9876543210fedcba9876543210');
  await server.stop();
});
