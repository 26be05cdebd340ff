// More than fits: a thousand conversations, and a room with more members than its state holds.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@hubbub/client';
import { Conversation_Kind, conversationId } from '@hubbub/protocol';
import type { Browser, Page } from 'playwright-core';
import { setRights } from '../../packages/server/src/features/conversation/set-rights.ts';
import { openStore } from '../../packages/server/src/store/store.ts';
import { person } from '../contract/conversations/house.ts';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  expectNoFaults,
  inSight,
  joinRoom,
  logIn,
  newPerson,
  password,
  say,
  signUp,
} from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

const data = mkdtempSync(join(tmpdir(), 'hubbub-test-'));
const crowd = Array.from({ length: 230 }, (_, at) => `guest${String(at).padStart(3, '0')}`);
const spoken = 5000;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  await ensureWebBuilt();
  await seedCrowd();
  [server, browser] = await Promise.all([startServer({ data }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Written before the server starts: hashing so many passwords would take most of the time. */
async function seedCrowd(): Promise<void> {
  const store = await openStore({ database: '', dataDir: data });
  const [owner, ...guests] = await Promise.all(crowd.map((name) => person(store, name)));
  if (!owner) throw new Error('no crowd');
  const room = await owner.room('crowd');
  await Promise.all(guests.map((guest) => guest.join(conversationId(room))));
  const long = conversationId(await owner.room('long ago'));
  await owner.call(setRights, { conversation: long, showsPast: true });
  for (let at = 0; at < spoken; at += 500)
    await Promise.all(
      Array.from({ length: 500 }, (_, next) => owner.say(long, `said ${at + next + 1}`)),
    );
  await store.close();
}

async function signedUp(username: string): Promise<Client> {
  const client = new Client({ url: server.url });
  await client.signUp({ username, password });
  return client;
}

async function newRoom(client: Client, title: string): Promise<string> {
  const args = { kind: Conversation_Kind.ROOM, title };
  return (await client.call('conversation.create', args)).conversation?.id ?? '';
}

function rows(page: Page) {
  return page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
}

/** One below what a user may be in, for that with oneself. */
const most = 999;

test('of a thousand conversations only those in sight are drawn, and keys reach all', async () => {
  const writer = await signedUp('alice');
  await writer.connect();
  const titles = Array.from({ length: most }, (_, at) => `room ${at}`);
  const rooms = await Promise.all(titles.map((title) => newRoom(writer, title)));
  const alice = await newPerson(browser);
  const { page } = alice;
  await logIn(alice, server.url, 'alice');
  await rows(page).first().waitFor();
  expect(await rows(page).count()).toBeLessThan(40);
  expect(await page.locator('.conversations li').first().getAttribute('aria-setsize')).toBe(
    String(most),
  );

  await rows(page).first().focus();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const top = await focused();
  await page.keyboard.press('End');
  await until(async () => (await focused()) !== top, { what: 'the focus to move' });
  const last = await focused();
  await page.keyboard.press('ArrowUp');
  await until(async () => (await focused()) !== last, { what: 'the focus to move up' });
  await page.keyboard.press('ArrowDown');
  await until(async () => (await focused()) === last, { what: 'the last one again' });
  expect(await page.locator('nav a[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('Home');
  await until(async () => (await focused()) === top, { what: 'the first one again' });

  writer.send(rooms[500] ?? '', 'up it goes');
  await until(async () => (await rows(page).first().textContent())?.includes('up it goes'), {
    what: 'the room to come first',
  });
  await rows(page).first().click();
  await say(page, 'seen');
  await inSight(page, 'seen');
  writer.close();
  expectNoFaults(alice);
});

test('the members of a large room come page by page, none twice and none missing', async () => {
  const bob = await newPerson(browser);
  const { page } = bob;
  await signUp(bob, server.url, 'bob');
  await joinRoom(page, 'crowd');
  await page.getByText('231 members').waitFor();
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  const names = page.locator('.member-name');
  await page.getByText('guest000').first().waitFor();
  const more = page.getByRole('button', { name: 'Show more members' });
  await more.waitFor();
  const first = await names.count();
  expect(first).toBeLessThan(231);
  await until(
    async () => {
      // The last page takes the button away, perhaps between the look and the click: then there is nothing to click.
      if (await more.isVisible()) await more.click({ timeout: 2000 }).catch(() => {});
      return (await names.count()) >= 231;
    },
    { what: 'all members' },
  );
  await more.waitFor({ state: 'detached' });
  const known = async () => new Set(await names.allTextContents());
  await until(async () => !(await known()).has('Someone'), { what: 'their names' });
  expect([...(await known())].sort()).toEqual(['bob', ...crowd]);
  expectNoFaults(bob);
});

test('a jump over thousands of messages asks for those around it alone', async () => {
  const cara = await newPerson(browser);
  const { page } = cara;
  await signUp(cara, server.url, 'cara');
  await joinRoom(page, 'long ago');
  await inSight(page, `said ${spoken}`);
  const asked: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) =>
      asked.push(...(String(payload).match(/message\.(?:history|get)/g) ?? [])),
    ),
  );
  const room = new URL(page.url()).pathname;
  await page.goto(`${server.url}${room}?at=200`);
  await page.locator('.message-lit', { hasText: 'said 200' }).waitFor();
  await inSight(page, 'said 201');
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(8);
  // Reading on goes both ways, without a gap.
  const list = page.locator('.messages');
  await list.focus();
  const wheel = async (text: string, by: number) => {
    await list.hover();
    await until(
      async () => {
        await page.mouse.wheel(0, by);
        return await list.getByText(text, { exact: true }).isVisible();
      },
      { what: text },
    );
  };
  await wheel('said 260', 300);
  await wheel('said 140', -300);
  // What is written goes to the end, and so does who wrote it.
  await say(page, 'back again');
  await inSight(page, 'back again');
  await inSight(page, `said ${spoken}`);
  await page.getByRole('button', { name: 'Jump to newest' }).waitFor({ state: 'detached' });

  // More is new than a page holds: there is a way to where it begins.
  await page.goto(`${server.url}/contacts`);
  const dan = await signedUp('dan');
  await dan.connect();
  const conversation = room.split('/').at(-1) ?? '';
  await dan.call('conversation.join', { conversation });
  for (let at = 1; at <= 120; at += 1) dan.send(conversation, `new ${at}`);
  await until(() => dan.state.conversation(conversation)?.pending.length === 0, {
    what: 'all of it',
  });
  dan.close();
  // A browser that holds nothing yet.
  const other = await newPerson(browser);
  await logIn(other, server.url, 'cara');
  await other.page.goto(`${server.url}${room}`);
  await inSight(other.page, 'new 120');
  await other.page.getByRole('button', { name: '120 new messages' }).click();
  await other.page.locator('.message-lit', { hasText: 'new 1' }).waitFor();
  expectNoFaults(cara, other);
});
