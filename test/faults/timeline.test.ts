// kill -9 while timelines are being filled: after the next start everybody has every moment, once.
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatId, parseId, randomKey, type UserId } from '@hubbub/protocol';
import { accept } from '../../packages/server/src/features/contact/accept.ts';
import { request } from '../../packages/server/src/features/contact/request.ts';
import { hashToken, lives } from '../../packages/server/src/features/account/tokens.ts';
import { signUp } from '../../packages/server/src/store/account-store.ts';
import { openStore, type Store } from '../../packages/server/src/store/store.ts';
import { actor, main } from '../contract/conversations/house.ts';
import { spawnServer, type ServerProcess } from '../support/server.ts';
import { openTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

setDefaultTimeout(180_000);

const friends = 450;
const moments = 24;
const kills = 3;
const folder = mkdtempSync(join(tmpdir(), 'hubbub-timeline-'));
let server: ServerProcess | undefined;
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('timelines are complete and nothing stands twice, after kill -9 in the middle', async () => {
  const store = await openStore({ database: folder, dataDir: folder });
  const everybody = await makeFriends(store);
  await store.close();
  const posted = new Set<string>();
  let cutShort = 0;
  for (let round = 0; round < kills; round += 1) {
    server = await spawnServer({ data: folder });
    const { url } = server;
    const post = async (i: number) => {
      const id = await postOver(url, `${round} ${i}`).catch(() => undefined);
      if (id !== undefined) posted.add(id);
    };
    // Killed as soon as some are acknowledged: most of what they owe is still to be done.
    const all = Array.from({ length: moments }, (_, i) => post(i));
    await until(() => posted.size >= (round + 1) * 4, { timeoutMs: 60_000 });
    await server.kill();
    await Promise.all(all);
    if ((await readTimelines(everybody, posted)).some((count) => count < posted.size))
      cutShort += 1;
  }
  // The kills came in the middle.
  expect(cutShort).toBeGreaterThan(0);
  server = await spawnServer({ data: folder });
  await until(
    async () => (await readTimelines(everybody, posted)).every((count) => count === posted.size),
    { timeoutMs: 120_000, what: 'all timelines to be complete' },
  );
  const owed = (await rowsOf('outbox')).filter(({ kind }) => kind === 'moment.fill');
  await until(async () => owed.length === 0 || (await rowsOf('outbox')).length === 0, {
    timeoutMs: 60_000,
  });
});

/** The author, and friends who are so on both sides. */
async function makeFriends(store: Store): Promise<readonly UserId[]> {
  const author = await enter(store, 'author');
  const others = await Promise.all(
    Array.from({ length: friends }, (_, i) => enter(store, `friend${i}`)),
  );
  const ask = request({ friendRequests: friends });
  await Promise.all(others.map(({ user }) => author.call(ask, { user })));
  await Promise.all(others.map((one) => one.call(accept, { user: author.user })));
  return [author.user, ...others.map(({ user }) => user)];
}

async function enter(store: Store, name: string) {
  const [user, device] = [formatId('usr', randomKey()), formatId('dev', randomKey())];
  await store.write(main, signUp, {
    user,
    username: name,
    usernameFolded: name,
    displayName: name,
    passwordHash: 'none',
    device: { device, key: null, name: '', class: 0, tokenHash: hashToken(name), ...lives.token },
  });
  return actor(store, { user, device });
}

async function postOver(url: string, text: string): Promise<string> {
  const response = await fetch(`${url}/hubbub.v1.MomentService/Post`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer author' },
    body: JSON.stringify({ text, clientKey: text }),
  });
  const { moment } = (await response.json()) as { moment: { id: string } };
  return moment.id;
}

/** Of how many of these moments each of them has a row; twice the same would count twice. */
async function readTimelines(
  users: readonly UserId[],
  posted: ReadonlySet<string>,
): Promise<readonly number[]> {
  const wanted = new Set([...posted].map((id) => parseId('mom', id)));
  const counts = new Map(users.map((user) => [parseId('usr', user), 0]));
  for (const row of await rowsOf('timeline')) {
    const user = Number(row['user']);
    if (wanted.has(Number(row['moment']))) counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  return [...counts.values()];
}

async function rowsOf(table: string) {
  const tables = await openTables(folder);
  const rows = await tables.rows(1);
  await tables.close();
  return rows[table] ?? [];
}
