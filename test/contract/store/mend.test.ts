// A bit of the embedded database is another one. What an index says wrongly is made anew of its table before anybody is served, where
// the table is sure to be right; where it is not, the file stays as it is, and the running server says so.
import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checking } from '../../../packages/server/src/parts/checking.ts';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import { restore } from '../../../packages/server/src/store/backup.ts';
import { inspectEmbedded } from '../../../packages/server/src/store/inspect.ts';
import { brokenIn } from '../../../packages/server/src/store/integrity.ts';
import { askToMend, askedToMend, mend } from '../../../packages/server/src/store/mend.ts';
import { signUp } from '../../support/people.ts';
import { startServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

setDefaultTimeout(60_000);

const pageBytes = 4_096;
const folders: string[] = [];
let whole: Buffer;
let pages: readonly { readonly name: string; readonly pageno: number }[];
let token = '';
let conversation = '';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hubbub-mend-'));
  folders.push(made);
  return made;
}

async function call(url: string, method: string, args: object): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const at = `${url}/hubbub.v1.${method}`;
  const answer = await fetch(at, { method: 'POST', headers, body: JSON.stringify(args) });
  return answer.text();
}

const send = (url: string, key: string) =>
  call(url, 'MessageService/Send', { conversation, clientMsgId: key, text: `says ${key}` });

beforeAll(async () => {
  const data = folder();
  const server = await startServer({ data });
  ({ token } = await signUp(server.url, 'alice'));
  const room = { kind: 'ROOM', title: 'room', clientKey: 'room' };
  const made = JSON.parse(await call(server.url, 'ConversationService/Create', room)) as {
    conversation: { id: string };
  };
  conversation = made.conversation.id;
  for (const key of ['key-one', 'key-two', 'key-six']) await send(server.url, key);
  await server.stop();
  const path = join(data, 'hubbub.db');
  const database = new Database(path);
  pages = database
    .query<{ name: string; pageno: number }, []>('select name, pageno from dbstat')
    .all();
  database.close();
  whole = readFileSync(path);
});
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

/** Where the only page of a table or index begins. */
function placeOf(name: string): number {
  const found = pages.filter((page) => page.name === name);
  expect(found).toHaveLength(1);
  return ((found[0]?.pageno ?? 0) - 1) * pageBytes;
}

/** A folder with a copy, in which one bit of what the page says there is another one. */
function copy(name: string, text: string | number): { data: string; path: string } {
  return copyWith([[name, text]]);
}

function copyWith(places: readonly (readonly [string, string | number])[]) {
  const bytes = Buffer.from(whole);
  for (const [name, text] of places) {
    const begin = placeOf(name);
    const at = typeof text === 'number' ? begin + text : bytes.indexOf(text, begin);
    expect(at).toBeGreaterThanOrEqual(begin);
    expect(at).toBeLessThan(begin + pageBytes);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  }
  const data = folder();
  const path = join(data, 'hubbub.db');
  writeFileSync(path, bytes);
  return { data, path };
}

/** @returns what was told */
function mended(path: string): readonly string[] {
  const told: string[] = [];
  mend(path, (what, cause) => told.push(`${what} (${String(cause)})`));
  return told;
}

function isWhole(path: string): boolean {
  const database = new Database(path);
  const broken = brokenIn(database);
  database.close();
  return broken === undefined;
}

test('an index that says something else than its table is made anew, and the server says so', async () => {
  const { data, path } = copy('message_by_client_msg_id', 'key-two');
  expect(mended(path)).toEqual([
    expect.stringMatching(/made anew.*missing from index message_by_client_msg_id/),
  ]);
  expect([isWhole(path), isWhole(`${path}.damaged`)]).toEqual([true, false]);
  const server = await startServer({ data });
  // By the damaged index it would be a second message.
  expect(JSON.parse(await send(server.url, 'key-two'))).toMatchObject({ message: { seq: 2 } });
  await server.stop();
});

test('an index of which a page cannot be read is made anew by the start', async () => {
  // How many entries the page has.
  const { data, path } = copy('sqlite_autoindex_message_1', 4);
  const server = await startServer({ data });
  const shown = await call(server.url, 'MessageService/History', { conversation, limit: 10 });
  expect(['key-one', 'key-two', 'key-six'].filter((key) => !shown.includes(key))).toEqual([]);
  await server.stop();
  expect(existsSync(`${path}.damaged`)).toBe(true);
});

test('a table that may be wrong is not what anything is made of', () => {
  const keyOfRow = copy('message', 'key-two');
  const nameInIndex = copy('user_by_username_folded', 'alice');
  const tornTable = copy('message', 4);
  for (const { path } of [keyOfRow, nameInIndex, tornTable]) {
    const before = readFileSync(path);
    expect(mended(path)).toEqual([]);
    expect(existsSync(`${path}.damaged`)).toBe(false);
    expect(before.equals(readFileSync(path))).toBe(true);
  }
});

test('a large one is looked through when the running server has asked for it', () => {
  const { path } = copy('message_by_client_msg_id', 'key-two');
  const database = new Database(path);
  database.run("insert into secret (name, value) values ('room', printf('%.17000000c', 'x'))");
  database.close();
  expect([mended(path), isWhole(path)]).toEqual([[], false]);
  askToMend(path, 'an index');
  expect(mended(path)).toHaveLength(1);
  expect([isWhole(path), askedToMend(path)]).toEqual([true, undefined]);
});

test('the next start is not asked to mend where a table is damaged, whichever was found first', async () => {
  const howMany = 4;
  const indexFirst = copyWith([
    ['user_by_username_folded', 'alice'],
    ['message', howMany],
  ]);
  const tableFirst = copyWith([
    ['user', howMany],
    ['message_by_client_msg_id', 'key-two'],
  ]);
  for (const { path } of [indexFirst, tableFirst]) {
    const asked: boolean[] = [];
    const told: string[] = [];
    const checking = new Checking({
      path,
      clock: { ...systemClock, after: (_, task) => systemClock.after(0, task) },
      report(problem) {
        told.push(/^the (table|index)/.exec(problem)?.[1] ?? problem);
        // Before it is told whoever comes next.
        asked.push(askedToMend(path) !== undefined);
      },
    });
    await until(() => told.includes('table') && told.includes('index'), { what: 'both' });
    checking.stop();
    expect(asked.at(-1)).toBe(path === indexFirst.path);
    expect(askedToMend(path)).toBeUndefined();
  }
});

test('what was found in a database is not said of the backup that takes its place', async () => {
  const { data, path } = copy('user_by_username_folded', 'alice');
  askToMend(path, 'an index');
  const from = join(folder(), 'backup.db');
  writeFileSync(from, whole);
  await restore({ database: '', dataDir: data, from, force: true });
  expect([askedToMend(path), inspectEmbedded(data).damage]).toEqual([undefined, undefined]);
});

test('whole ones stay as they are, and none is made', () => {
  const { data, path } = copy('message_by_client_msg_id', 'key-two');
  writeFileSync(path, whole);
  expect(mended(path)).toEqual([]);
  expect(whole.equals(readFileSync(path))).toBe(true);
  expect(mended(join(data, 'none.db'))).toEqual([]);
  expect(existsSync(join(data, 'none.db'))).toBe(false);
});

test('what cannot be mended is told by the running server, and by doctor', async () => {
  const { data, path } = copy('user_by_username_folded', 'alice');
  const logFile = join(data, 'log');
  const after = (ms: number, task: () => void) => systemClock.after(ms === 5_000 ? 0 : ms, task);
  const server = await startServer(
    { data, logFile, logLevel: 'error' },
    { clock: { ...systemClock, after } },
  );
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  await until(async () => (await metrics()).includes('\nhubbub_database_damaged 1\n'));
  await until(async () => (await metrics()).includes('\nhubbub_database_looks_total 1\n'));
  expect(readFileSync(logFile, 'utf8')).toContain('the index user_by_username_folded is damaged');
  expect(await (await fetch(`${server.url}/readyz`)).text()).toBe('ready\n');
  await server.stop();
  expect(askedToMend(path)).toContain('user_by_username_folded');
  expect(inspectEmbedded(data).damage).toMatchObject({ isOfIndexes: true });
  const sound = folder();
  writeFileSync(join(sound, 'hubbub.db'), whole);
  expect(inspectEmbedded(sound).damage).toBeUndefined();
});
