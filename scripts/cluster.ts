// A whole cluster on this machine, for trying it: PostgreSQL, Redis and three nodes, all gone again with Ctrl-C. Nothing of
// it is kept, and nothing of it is meant for use. `--port N` is the port of the first node; 0 for any three.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDatabase } from '../test/support/postgres.ts';
import { hasRedis, startRedis } from '../test/support/redis.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8081' } } });
const firstPort = Number(values.port);
const ports = [0, 1, 2].map((node) => (firstPort === 0 ? 0 : firstPort + node));
const main = join(import.meta.dir, '../packages/server/src/main.ts');

if (!hasRedis) {
  console.error(
    'There is no redis-server on this machine. Install it (Debian: apt-get install redis-server; macOS: brew install redis), then run this again.',
  );
  process.exit(1);
}

const stop = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
});

const database = await createDatabase();
const redis = await startRedis();
const nodes = ports.map((port) =>
  Bun.spawn(
    [
      process.execPath,
      main,
      'serve',
      '--environment',
      'dev',
      '--port',
      String(port),
      '--database',
      database,
      '--bus',
      redis.url,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  ),
);
console.log(
  'Three nodes, one PostgreSQL, one Redis; Ctrl-C stops all. Their addresses, once they are up:',
);
const failed = await Promise.race([
  stop.then(() => false),
  ...nodes.map((node) => node.exited.then(() => true)),
]);
for (const node of nodes) node.kill('SIGTERM');
await Promise.all(nodes.map((node) => node.exited));
await redis.stop();
if (failed) console.error('A node ended by itself; all others were stopped.');
process.exit(failed ? 1 : 0);
