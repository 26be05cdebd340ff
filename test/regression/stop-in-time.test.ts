// A stopping server ends at the latest after --drain-ms, whatever its database does (docs/operations.md).
import { expect, test } from 'bun:test';
import { Client } from 'pg';
import { createDatabase } from '../support/postgres.ts';
import { spawnServer } from '../support/server.ts';
import { enter, makeRoom } from './seeds/cast.ts';

test('a database that answers nothing does not keep a server from ending', async () => {
  const database = await createDatabase({ fsync: false, isMigrated: true });
  const server = await spawnServer({ database, drainMs: 1_000 });
  const alice = await enter(server, 'alice');
  const conversation = await makeRoom(alice);
  const other = new Client({ connectionString: database });
  await other.connect();
  await other.query('BEGIN');
  await other.query('LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
  const content = { case: 'text', value: 'kept by nobody' } as const;
  const sent = alice.socket.call('message.send', { conversation, clientMsgId: 'm', content }).then(
    () => 'acknowledged',
    () => 'not',
  );
  // It is on its way into the database.
  const waiting = 'SELECT 1 FROM pg_locks WHERE NOT granted';
  while ((await other.query(waiting)).rowCount === 0) await Bun.sleep(10);
  const from = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.child.exited).toBe(0);
  // Before the database's own patience is over, however busy the machine.
  expect(performance.now() - from).toBeLessThan(9_000);
  expect(await sent).toBe('not');
  await other.query('ROLLBACK');
  await other.end();
  await server.stop();
}, 60_000);
