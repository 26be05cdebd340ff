// The story of two people in two browsers, and of a third with two pages.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from './until-slow.ts';
import {
  createRoom,
  expectNoFaults,
  inSight,
  joinRoom,
  meetInLobby,
  newPerson,
  password,
  say,
  shown,
  signUp,
} from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('two people meet in a room: join, who is here, messages, leave', async () => {
  const [alice, bob] = await meetInLobby(browser, server.url);

  await alice.page.getByText('bob joined').waitFor();
  for (const { page } of [alice, bob]) {
    await page.getByText('2 members').waitFor();
    await page.getByText('2 here now').waitFor();
  }
  await say(alice.page, 'hello bob');
  await inSight(bob.page, 'hello bob');
  await say(bob.page, 'hello alice <b>&amp; "all"</b>');
  await inSight(alice.page, 'hello alice <b>&amp; "all"</b>');
  expect(await shown(alice.page)).toEqual(await shown(bob.page));

  // Who came before this page was opened is known to it all the same.
  await alice.page.reload();
  await inSight(alice.page, 'hello bob');
  await alice.page.getByText('2 here now').waitFor();
  await bob.page.getByRole('button', { name: 'Members' }).click();
  await bob.page.getByRole('button', { name: 'Leave room' }).click();
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Leave room' }).click();
  await alice.page.getByText('bob left').waitFor();
  await alice.page.getByText(/^1 member\b/).waitFor();
  await bob.page.getByText('No conversations yet.').waitFor();
  await bob.page.getByText('hello bob').waitFor({ state: 'detached' });
  expectNoFaults(alice, bob);
});

test('a direct conversation appears at the other with its first message, and its unread count', async () => {
  const [charlie, dora] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await Promise.all([signUp(charlie, server.url, 'charlie'), signUp(dora, server.url, 'dora')]);
  await charlie.page.getByRole('button', { name: 'Message someone' }).click();
  await charlie.page.getByLabel('Their exact username').fill('dora');
  await charlie.page.getByRole('button', { name: 'Open conversation' }).click();
  await charlie.page.getByRole('heading', { level: 1, name: 'dora' }).waitFor();
  await say(charlie.page, 'psst');

  const row = dora.page.getByRole('navigation').getByRole('link', { name: /charlie/ });
  await row.waitFor();
  await dora.page.getByText('1 unread message').waitFor();
  await until(async () => (await dora.page.title()).startsWith('(1)'), { what: 'the title' });
  await row.click();
  await inSight(dora.page, 'psst');
  await until(async () => (await dora.page.getByText('unread message').count()) === 0, {
    what: 'the unread count to go',
  });
  await say(dora.page, 'yes?');
  await inSight(charlie.page, 'yes?');
  expectNoFaults(charlie, dora);
});

test('two pages of one user show the same in the same order, whoever wrote it where', async () => {
  const [erin, frank] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await Promise.all([signUp(erin, server.url, 'erin'), signUp(frank, server.url, 'frank')]);
  await createRoom(erin.page, 'two pages');
  await joinRoom(frank.page, 'two pages');
  const second = await erin.context.newPage();
  await second.goto(erin.page.url());
  await second.getByRole('heading', { level: 1, name: 'two pages' }).waitFor();

  const texts: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const lines = [`first ${round}`, `second ${round}`, `frank ${round}`];
    texts.push(...lines);
    const pages = [erin.page, second, frank.page];
    await Promise.all(pages.map((page, at) => say(page, lines[at] ?? '')));
  }
  const all = await until(
    async () => {
      const views = await Promise.all([erin.page, second, frank.page].map(shown));
      return views.every((view) => view.length === texts.length) && views;
    },
    { what: 'everything to arrive everywhere' },
  );
  expect(all[1]).toEqual(all[0] ?? []);
  expect(all[2]).toEqual(all[0] ?? []);
  expect([...(all[0] ?? [])].sort()).toEqual([...texts].sort());
  expectNoFaults(erin, frank);
});

test('a login lasts over a reload, ends with logging out, and errors say why', async () => {
  const gina = await newPerson(browser);
  const { page } = gina;
  await signUp(gina, server.url, 'gina');
  await page.reload();
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Username').fill('gina');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('Username or password is wrong.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();

  const other = await newPerson(browser);
  await other.page.goto(server.url);
  await other.page.getByRole('button', { name: 'Sign up' }).click();
  await other.page.getByLabel('Username').fill('gina');
  await other.page.getByLabel('Password', { exact: true }).fill(password);
  await other.page.getByRole('button', { name: 'Sign up' }).click();
  await other.page.getByText('This username is taken.').waitFor();
  expectNoFaults(gina, other);
});

test('a device that another one logs out is out at once, and says so', async () => {
  const [laptop, phone] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await signUp(laptop, server.url, 'henry');
  await phone.page.goto(server.url);
  await phone.page.getByLabel('Username').fill('henry');
  await phone.page.getByLabel('Password', { exact: true }).fill(password);
  await phone.page.getByRole('button', { name: 'Log in' }).click();
  await phone.page.getByRole('navigation', { name: 'Conversations' }).waitFor();

  await laptop.page.getByRole('button', { name: /your account/ }).click();
  await laptop.page.getByRole('link', { name: 'Settings' }).click();
  await laptop.page.getByRole('link', { name: 'Devices' }).click();
  const others = laptop.page.getByRole('region', { name: 'Other devices' });
  await others.getByRole('button', { name: /^Log out Chrome/ }).click();
  await phone.page.getByText('You were logged out. Log in to go on.').waitFor();
  await others.getByText('You are logged in nowhere else.').waitFor();
  expectNoFaults(laptop, phone);
});

test('the app speaks the browser’s language, then the chosen one, everywhere and after a reload', async () => {
  const iris = await newPerson(browser, { locale: 'ko-KR' });
  const { page } = iris;
  // Whatever is drawn, also before the app itself: never another language than the browser's.
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => seen.push(document.body?.innerText ?? '')).observe(document, {
      childList: true,
      subtree: true,
    });
  });
  await page.goto(server.url);
  await page.getByRole('button', { name: '회원가입' }).click();
  expect(await page.locator('html').getAttribute('lang')).toBe('ko');
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  expect(seen.join('\n')).toContain('비밀번호');
  expect(seen.join('\n')).not.toMatch(/Connecting|Log in|Password/);
  await page.getByLabel('아이디').fill('iris');
  await page.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.getByRole('button', { name: '회원가입' }).click();
  await page.getByRole('navigation', { name: '대화 목록' }).waitFor();

  await page.getByRole('button', { name: /내 계정/ }).click();
  await page.getByLabel('언어').selectOption('中文');
  // No reload: the menu is still open, and speaks the new language with everything around it.
  await page.getByRole('button', { name: '退出登录' }).waitFor();
  await page.getByRole('navigation', { name: '聊天列表' }).waitFor();
  await page.goto(`${server.url}/contacts`);
  await page.getByText('通讯录还是空的。').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  await page.getByRole('button', { name: '添加好友' }).click();
  await page.getByLabel('对方的完整用户名').fill('nobody-here');
  await page.getByRole('dialog').getByRole('button', { name: '查找用户' }).click();
  await page.getByRole('alert').getByText('没有这个用户名。').waitFor();
  expectNoFaults(iris);
});
