// Several nodes on one PostgreSQL database, in this process, joined by a bus.
import { startServer, type TestServer } from '../support/server.ts';
import { lossyBuses, seeded } from '../support/lossy-bus.ts';
import { createDatabase } from '../support/postgres.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';
import { openSocket, type RawSocket } from '../support/socket.ts';
import { signUp, type Person } from '../support/people.ts';
import type { Config } from '../../packages/server/src/config/table.ts';
import type { Bus } from '../../packages/server/src/ports/bus.ts';
import type { Adapters } from '../../packages/server/src/server.ts';

export type Joint = 'redis' | 'a bus that loses' | 'a bus that loses all';

export interface Cluster {
  readonly nodes: readonly TestServer[];
  readonly database: string;
  readonly redis: TestRedis | undefined;
  stop(): Promise<void>;
}

const faults = { lose: 0.3, repeat: 0.3, longestDelayMs: 8, random: seeded(7) };

/** What there is on this machine. */
export const joints: readonly Joint[] = hasRedis
  ? ['redis', 'a bus that loses']
  : ['a bus that loses'];

export async function startCluster(
  joint: Joint,
  count: number,
  { clock, ...config }: Partial<Config> & Pick<Adapters, 'clock'> = {},
): Promise<Cluster> {
  const database = await createDatabase({ fsync: false, isMigrated: true });
  const redis = joint === 'redis' ? await startRedis() : undefined;
  const lose = joint === 'a bus that loses all' ? 1 : faults.lose;
  const buses: readonly (Bus | undefined)[] = redis ? [] : lossyBuses(count, { ...faults, lose });
  const nodes: TestServer[] = [];
  for (let i = 0; i < count; i += 1) {
    const bus = buses[i];
    const own = { database, headsMs: 200, ...config, ...(redis ? { bus: redis.url } : {}) };
    nodes.push(await startServer(own, { ...(bus && { bus }), ...(clock && { clock }) }));
  }
  return {
    nodes,
    database,
    redis,
    async stop() {
      for (const node of nodes) await node.stop();
      await redis?.stop();
    },
  };
}

/** A socket of this person on this node, logged in. */
export async function enter(node: TestServer, { token }: Person): Promise<RawSocket> {
  const socket = await openSocket(node.socketUrl);
  await socket.call('session.open', { token });
  return socket;
}

/** Each person signs up at another node. */
export async function people(nodes: readonly TestServer[], names: readonly string[]) {
  const all: Person[] = [];
  for (const [i, name] of names.entries())
    all.push(await signUp(nodes[i % nodes.length]?.url ?? '', name));
  return all;
}
