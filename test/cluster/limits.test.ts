// Limits that hold for all nodes together, and for each alone while Redis is away.
import { afterEach, expect, test } from 'bun:test';
import { leaveOut } from '../support/left-out.ts';
import { hasRedis } from '../support/redis.ts';
import { people, startCluster, type Cluster } from './nodes.ts';

if (!hasRedis) leaveOut('redis');
let cluster: Cluster | undefined;
afterEach(() => cluster?.stop());

async function logIn(url: string, password: string): Promise<string> {
  const response = await fetch(`${url}/hubbub.v1.AccountService/LogIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'alice', password }),
  });
  if (response.ok) return 'ok';
  return (await response.text()).includes('"RATE"') ? 'RATE' : 'wrong';
}

test.if(hasRedis)(
  'wrong passwords count on all nodes; without Redis on each',
  async () => {
    cluster = await startCluster('redis', 2, { loginTries: 3 });
    const { nodes, redis } = cluster;
    const [one, two] = nodes.map(({ url }) => url) as [string, string];
    await people(nodes, ['alice']);
    const wrong = await logIn(one, 'wrong password 1');
    expect(wrong).not.toBe('RATE');
    expect(await logIn(two, 'wrong password 2')).toBe('wrong');
    expect(await logIn(one, 'wrong password 3')).toBe('wrong');
    expect(await logIn(two, 'correct horse battery')).toBe('RATE');
    expect(await logIn(one, 'correct horse battery')).toBe('RATE');
    await redis?.kill();
    // Counted anew by each: it is late or it is lenient, it is never closed to all.
    expect(await logIn(two, 'wrong password 4')).toBe('wrong');
    expect(await logIn(one, 'correct horse battery')).toBe('ok');
    await redis?.startAgain();
  },
  30_000,
);
