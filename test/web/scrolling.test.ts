// The message list with more than fits: where it opens, what stays in place, and how reading is marked.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { Client } from '@hubbub/client';
import { Conversation_Kind } from '@hubbub/protocol';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from './until-slow.ts';
import { expectNoFaults, inSight, joinRoom, newPerson, password, say, signUp } from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;
let bob: Client;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  bob = new Client({ url: server.url });
  await bob.signUp({ username: 'bob', password });
  await bob.connect();
});

afterAll(async () => {
  bob?.close();
  await browser?.close();
  await server?.stop();
});

async function newRoom(title: string): Promise<string> {
  const args = { kind: Conversation_Kind.ROOM, title };
  const { conversation } = await bob.call('conversation.create', args);
  return conversation?.id ?? '';
}

async function sendMany(room: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) bob.send(room, text);
  await until(() => bob.state.conversation(room)?.pending.length === 0, { what: 'all to be sent' });
}

function numbered(word: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${word} ${at + 1}`);
}

/** Where a message stands below the top of the list, in pixels. */
async function topOf(page: Page, text: string): Promise<number> {
  const [row, list] = await Promise.all([
    page.locator('.messages').getByText(text, { exact: true }).boundingBox(),
    page.locator('.messages').boundingBox(),
  ]);
  return Math.round((row?.y ?? Number.NaN) - (list?.y ?? 0));
}

async function toEnd(page: Page): Promise<number> {
  return await page
    .locator('.messages')
    .evaluate((list) => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight));
}

/** As long as a message that just came is being put into sight, scrolling is overruled. */
async function scrollAway(page: Page): Promise<void> {
  const list = page.locator('.messages');
  await until(
    async () => {
      await list.evaluate((element) => element.scrollBy(0, -900));
      return await page.getByRole('button', { name: /Jump to newest/ }).isVisible();
    },
    { what: 'the list to scroll' },
  );
}

test('older pages load above without moving what is read, down to the beginning', async () => {
  const alice = await newPerson(browser);
  const { page } = alice;
  await signUp(alice, server.url, 'alice');
  const room = await newRoom('long');
  await joinRoom(page, 'long');
  let read = 0;
  const stop = bob.on('mark', (mark) => {
    if (mark.conversation === room) read = Math.max(read, mark.read ?? 0);
  });
  await sendMany(room, numbered('line', 180));
  await inSight(page, 'line 180');
  // What is not told as read would be new after the reload, and the list begin there.
  await until(() => read === 180, { what: 'all to be read' });
  stop();
  await page.reload();
  await inSight(page, 'line 180');
  expect(await page.locator('.messages li').count()).toBeLessThan(60);

  const list = page.locator('.messages');
  await list.evaluate((element) => element.scrollBy(0, -element.clientHeight));
  await inSight(page, 'line 150');
  const before = await topOf(page, 'line 150');
  await until(async () => (await list.evaluate((element) => element.scrollTop)) > 1500, {
    what: 'an older page above',
  });
  expect(Math.abs((await topOf(page, 'line 150')) - before)).toBeLessThanOrEqual(2);

  await until(
    async () => {
      await list.evaluate((element) => element.scrollTo(0, 0));
      return await page.getByText('This is where long begins.').isVisible();
    },
    { what: 'the beginning' },
  );
  await inSight(page, 'line 1');

  await page.getByRole('button', { name: /Jump to newest/ }).click();
  await sendMany(room, numbered('more', 900));
  await inSight(page, 'more 900');
  // A line has at least 26 pixels: some 300 are left.
  const height = () => list.evaluate((element) => element.scrollHeight);
  await until(async () => (await height()) < 12_000, { what: 'what is far away to be let go of' });
  await until(async () => (await toEnd(page)) === 0, { what: 'the end, still' });
  await inSight(page, 'more 900');
  await until(
    async () => {
      await list.evaluate((element) => element.scrollTo(0, 0));
      return (await height()) > 12_000;
    },
    { what: 'it to come again' },
  );
  expectNoFaults(alice);
});

test('stays at the newest when there, stays put when not, and jumps with a count', async () => {
  const charlie = await newPerson(browser);
  const { page } = charlie;
  await signUp(charlie, server.url, 'charlie');
  const room = await newRoom('busy');
  await joinRoom(page, 'busy');
  await sendMany(room, numbered('early', 60));
  await inSight(page, 'early 60');
  await until(async () => (await toEnd(page)) === 0, { what: 'the end' });
  await until(async () => !(await page.title()).startsWith('('), { what: 'all to be read' });

  await scrollAway(page);
  const before = await page.locator('.messages').evaluate((element) => element.scrollTop);
  await sendMany(room, numbered('late', 3));
  await page.getByRole('button', { name: '3 new messages' }).waitFor();
  expect(await page.locator('.messages').evaluate((element) => element.scrollTop)).toBe(before);

  await page.getByRole('button', { name: '3 new messages' }).click();
  await inSight(page, 'late 3');
  await until(async () => (await toEnd(page)) === 0, { what: 'the end after jumping' });
  await until(async () => !(await page.title()).startsWith('('), { what: 'all to be read' });

  await scrollAway(page);
  await say(page, 'my own');
  await inSight(page, 'my own');
  await until(async () => (await toEnd(page)) === 0, { what: 'the end after writing' });
  expectNoFaults(charlie);
});

test('opens at the unread line, and reading on clears the count', async () => {
  const dora = await newPerson(browser);
  const { page } = dora;
  await signUp(dora, server.url, 'dora');
  const room = await newRoom('missed');
  await joinRoom(page, 'missed');
  await sendMany(room, numbered('seen', 30));
  await inSight(page, 'seen 30');
  await until(async () => !(await page.title()).startsWith('('), { what: 'all to be read' });
  await page.getByRole('link', { name: 'Find a room' }).click();
  await sendMany(room, numbered('missed', 40));
  await until(async () => (await page.title()).startsWith('(40)'), { what: 'forty unread' });

  await page
    .getByRole('navigation')
    .getByRole('link', { name: /missed/ })
    .click();
  const line = page.locator('.unread-line');
  await line.waitFor();
  await inSight(page, 'missed 1');
  expect(await topOf(page, 'missed 1')).toBeLessThan(200);
  await page.getByRole('button', { name: /new message/ }).click();
  await until(async () => !(await page.title()).startsWith('('), { what: 'all to be read' });
  expectNoFaults(dora);
});

/** So much that a page at the end lets go of the older ones. */
const much = 1_020;

test('what is let go of is new above only when it was not read', async () => {
  const eve = await newPerson(browser);
  const { page } = eve;
  await signUp(eve, server.url, 'eve');
  const room = await newRoom('streaming');
  await joinRoom(page, 'streaming');
  await sendMany(room, ['hello']);
  await inSight(page, 'hello');
  await until(async () => !(await page.title()).startsWith('('), { what: 'all to be read' });
  await page.getByRole('link', { name: 'Find a room' }).click();
  await sendMany(room, ['missed']);
  await until(async () => (await page.title()).startsWith('(1)'), { what: 'one unread' });
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /streaming/ })
    .click();
  await inSight(page, 'missed');
  await until(async () => !(await page.title()).startsWith('('), { what: 'it to be read' });
  const above = page.locator('.jump-up');
  const look = async (hasFocus: boolean) =>
    await page.evaluate((is) => {
      document.hasFocus = () => is;
      dispatchEvent(new Event(is ? 'focus' : 'blur'));
    }, hasFocus);

  const isCut = async () => {
    const last = await page.locator('.messages li').last().getAttribute('data-index');
    return Number(last) < much / 2;
  };

  await sendMany(room, numbered('heard', much));
  await inSight(page, `heard ${much}`);
  await until(isCut, { what: 'the first ones to be let go of' });
  await until(async () => !(await page.title()).startsWith('('), { what: 'all to be read' });
  expect(await above.count()).toBe(0);

  await look(false);
  await sendMany(room, numbered('unheard', much));
  await inSight(page, `unheard ${much}`);
  await above.waitFor();
  await look(true);
  await until(async () => !(await page.title()).startsWith('('), { what: 'the end to be read' });
  expect(await above.textContent()).toBe(`${much.toLocaleString('en')} new messages`);
  await above.click();
  await page.locator('.message-lit').getByText('unheard 1', { exact: true }).waitFor();
  expect(await above.count()).toBe(0);
  expectNoFaults(eve);
});
