// `npm run cluster`: three addresses that are one Hubbub, and nothing left after Ctrl-C.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { leaveOut } from '../support/left-out.ts';
import { signUp } from '../support/people.ts';
import { hasRedis } from '../support/redis.ts';

if (!hasRedis) leaveOut('redis');
const script = join(import.meta.dir, '../../scripts/cluster.ts');

test.if(hasRedis)(
  'npm run cluster starts three nodes and stops them all',
  async () => {
    const child = Bun.spawn([process.execPath, script, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const urls: string[] = [];
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      text += decoder.decode(chunk, { stream: true });
      urls.splice(0, urls.length, ...(text.match(/^http:\S+$/gm) ?? []));
      if (urls.length === 3) break;
    }
    const [one = '', , three = ''] = urls;
    const alice = await signUp(one, 'alice');
    const found = await fetch(`${three}/hubbub.v1.UserService/Find`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${alice.token}` },
      body: JSON.stringify({ username: 'alice' }),
    });
    expect(found.status).toBe(200);
    child.kill('SIGINT');
    expect(await child.exited).toBe(0);
    for (const url of urls) expect(fetch(url)).rejects.toThrow();
  },
  60_000,
);

test('without a redis-server it says what to install', async () => {
  const child = Bun.spawn([process.execPath, script], {
    env: { PATH: '/nowhere' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  expect(await child.exited).toBe(1);
  expect(await new Response(child.stderr).text()).toContain('apt-get install redis-server');
}, 20_000);
