// W5: what a page of somebody else can do with a browser that is logged in here: nothing. Two such pages, one of another site
// (no cookie goes with its requests) and one of another port of the same host (for browsers the same site, so the cookie
// does go with them). Each tries every operation in every way a page has; the database and the sockets stay as they were.
import { Database } from 'bun:sqlite';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { methods } from '@hubbub/protocol';
import { openBrowser } from '../support/browser.ts';
import { password } from '../support/people.ts';
import { runs } from '../support/runs.ts';
import { openSocket, startServer, type TestServer } from '../support/server.ts';

setDefaultTimeout(120_000);

const web = mkdtempSync(join(tmpdir(), 'hubbub-victim-'));
writeFileSync(join(web, 'index.html'), '<!doctype html><title>Hubbub</title><h1>Hubbub</h1>');
const html = { 'content-type': 'text/html' };
const foreign = Bun.serve({
  port: 0,
  fetch: () => new Response('<title>evil</title>', { headers: html }),
});

let server: TestServer;
let browser: Browser;
let context: BrowserContext;
let conversation: string;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ web }), openBrowser()]);
  context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  conversation = await page.evaluate(logInAndMakeRoom, password);
  await page.close();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await foreign.stop(true);
  rmSync(web, { recursive: true });
});

/** Runs in the page of the victim. */
async function logInAndMakeRoom(secret: string): Promise<string> {
  const post = (method: string, body: object) =>
    fetch(`/hubbub.v1.${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then((answer) => answer.json());
  await post('AccountService/SignUp', { username: 'victim', password: secret, cookie: true });
  const made = await post('ConversationService/Create', {
    kind: 'ROOM',
    title: 'lobby',
    clientKey: 'k',
  });
  return made.conversation.id;
}

interface Attack {
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly body: string;
}

/** One operation, and the kinds of form that are tried on it besides all else. */
interface Attempt {
  readonly path: string;
  readonly enctypes: readonly string[];
}

interface Loot {
  /** What the page could read of answers. */
  readonly read: readonly string[];
  readonly socketOpened: boolean;
  readonly holdsWindow: boolean;
}

/** Runs in the page of the attacker. */
async function attack({ target, attempts, body }: Attack): Promise<Loot> {
  const read: string[] = [];
  const frame = document.createElement('iframe');
  frame.name = 'sink';
  document.body.append(frame);
  const settled = (element: HTMLElement) =>
    new Promise<void>((resolve) => {
      element.addEventListener('load', () => resolve(), { once: true });
      element.addEventListener('error', () => resolve(), { once: true });
    });
  for (const { path, enctypes } of attempts) {
    for (const enctype of enctypes) {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: target + path, target: 'sink', enctype });
      const field = document.createElement('input');
      // With text/plain the name and "=" and the value make one line: JSON with one more key.
      field.name = `${body.slice(0, -1)},"x":"`;
      field.value = '"}';
      form.append(field);
      document.body.append(form);
      const loaded = settled(frame);
      form.submit();
      await loaded;
      form.remove();
    }
    const image = new Image();
    const loaded = settled(image);
    image.src = `${target}${path}?connect=v1&encoding=json&message=${encodeURIComponent(body)}`;
    await loaded;
    for (const init of [
      { mode: 'no-cors', headers: { 'content-type': 'text/plain' } },
      { mode: 'cors', headers: { 'content-type': 'text/plain' } },
      { mode: 'cors', headers: { 'content-type': 'application/json' } },
    ] as const)
      await fetch(target + path, { ...init, method: 'POST', credentials: 'include', body })
        .then((answer) => answer.text())
        .then((text) => text !== '' && read.push(text))
        .catch(() => undefined);
    navigator.sendBeacon(target + path, new Blob([body], { type: 'text/plain' }));
  }
  const socketOpened = await new Promise<boolean>((resolve) => {
    const socket = new WebSocket(`${target.replace('http', 'ws')}/v1/socket`, ['hubbub.json']);
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  });
  const framing = document.createElement('iframe');
  const shown = settled(framing);
  framing.src = target;
  document.body.append(framing);
  await shown;
  const opened = open(target, 'victim');
  for (let i = 0; i < 100 && opened?.closed === false; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 30));
  return {
    read,
    socketOpened,
    // With COOP the page is opened in a group of its own, and the reference is to a window that is closed.
    holdsWindow: opened !== null && !opened.closed,
  };
}

/** Every row of every table. */
function stateOf(data: string): string {
  const database = new Database(join(data, 'hubbub.db'), { readonly: true });
  const hash = createHash('sha256');
  const tables = database.query<{ name: string }, []>(
    "select name from sqlite_schema where type = 'table' order by name",
  );
  for (const { name } of tables.all())
    for (const row of database.query(`select * from "${name}"`).values())
      hash.update(`${name} ${JSON.stringify(row)}\n`);
  database.close();
  return hash.digest('hex');
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Frames that were answered with the victim's page, as the browser's developer tools tell it. */
function refusedFrames(page: Page): string[] {
  const told: string[] = [];
  page.on('console', (message) => {
    if (/frame-ancestors|X-Frame-Options|Framing/i.test(message.text())) told.push(message.text());
  });
  return told;
}

const enctypes = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * Every operation. A form costs a whole page, so each operation is tried with one kind, the next operation with the next kind
 * and the second attacker with another than the first; HUBBUB_FULL=1 tries every kind on every one.
 */
function attemptsOf(attacker: number): Attempt[] {
  return Object.values(methods).map(({ parent, name }, i) => ({
    path: `/${parent.typeName}/${name}`,
    enctypes: runs(enctypes.slice((i + attacker) % 3, ((i + attacker) % 3) + 1), enctypes),
  }));
}

for (const [attacker, [what, host]] of [
  ['another site', '127.0.0.1'] as const,
  ['another port of the same site', 'localhost'] as const,
].entries())
  test(`a page of ${what} changes nothing, reads nothing, connects to nothing`, async () => {
    const before = stateOf(server.data);
    const page = await context.newPage();
    const refused = refusedFrames(page);
    await page.goto(`http://${host}:${foreign.port}/`);
    const body = JSON.stringify({
      conversation,
      title: 'taken',
      kind: 'ROOM',
      clientKey: 'e',
      clientMsgId: 'e',
      text: 'taken',
      username: 'mallory',
      password,
    });
    const loot = await page.evaluate(attack, {
      target: server.url,
      attempts: attemptsOf(attacker),
      body,
    });
    expect(loot).toEqual({ read: [], socketOpened: false, holdsWindow: false });
    expect(refused.length).toBeGreaterThan(0);
    expect(await metric('hubbub_sockets')).toBe(0);
    expect(stateOf(server.data)).toBe(before);
    await page.close();
  });

test('the victim’s own page still may, so the attacks failed for the right reason', async () => {
  const page = await context.newPage();
  await page.goto(server.url);
  const before = stateOf(server.data);
  const status = await page.evaluate(
    (id) =>
      fetch('/hubbub.v1.MessageService/Send', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ conversation: id, clientMsgId: '1', text: 'mine' }),
      }).then((answer) => answer.status),
    conversation,
  );
  expect(status).toBe(200);
  expect(stateOf(server.data)).not.toBe(before);
  await page.close();
  const [cookie] = await context.cookies(server.url);
  const socket = await openSocket(server.socketUrl, {
    headers: { origin: server.url, cookie: `${cookie?.name}=${cookie?.value}` },
  });
  expect((await socket.call('session.open', {})).user?.username).toBe('victim');
  socket.close();
});
