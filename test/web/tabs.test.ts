// The frame: addresses that lead in, going back, the colours one chose, and every tab without a mouse.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { acceptFrom, openTab } from './friends.ts';
import { createRoom, expectNoFaults, newPerson, password, signUp } from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([
    startServer({ games: 'examples/games', gameThreads: 1 }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement);

/** Goes on with Tab until it has the focus, as far as anybody would. */
async function tabTo(page: Page, locator: Locator): Promise<void> {
  await locator.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(locator)}`);
}

async function press(page: Page, locator: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

test('every tab is gone through without a mouse, and the focus comes back', async () => {
  const [alice, bob] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await Promise.all([signUp(alice, server.url, 'alice'), signUp(bob, server.url, 'bob')]);
  const { page } = alice;
  const tab = (name: string) =>
    page.getByRole('navigation', { name: 'Hubbub' }).getByRole('link', { name });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = page.getByRole('dialog');

  await press(page, tab('Contacts'));
  await press(page, button('Add a contact'));
  await page.keyboard.press('Escape');
  expect(await isFocused(button('Add a contact'))).toBe(true);
  await page.keyboard.press('Enter');
  expect(await isFocused(page.getByLabel('Their exact username'))).toBe(true);
  await page.keyboard.type('bob');
  await page.keyboard.press('Enter');
  await press(page, button('Add to contacts'));
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await page.getByText('You have asked.').waitFor();
  await acceptFrom(bob.page, 'alice');

  await press(page, tab('Moments'));
  const write = page.getByRole('main').getByRole('button', { name: 'New moment' }).first();
  await press(page, write);
  await page.keyboard.type('By keyboard');
  await tabTo(page, dialog.getByRole('radio', { name: 'All contacts' }));
  await page.keyboard.press('ArrowDown');
  expect(await dialog.getByRole('radio', { name: 'Only me' }).isChecked()).toBe(true);
  await page.keyboard.press('ArrowUp');
  await press(page, dialog.getByRole('button', { name: 'Post' }));
  const moment = page.getByRole('article').filter({ hasText: 'By keyboard' });
  await press(page, moment.getByRole('button', { name: 'Like' }), ' ');
  await moment.getByText('Liked by alice').waitFor();
  const comment = moment.getByRole('button', { name: /^Comment/ });
  await press(page, comment);
  await page.keyboard.type('and this too');
  await page.keyboard.press('Escape');
  expect(await isFocused(comment)).toBe(true);
  await page.keyboard.press('Enter');
  await page.keyboard.type('and this');
  await page.keyboard.press('Enter');
  await moment.getByText('and this').waitFor();
  expect(await isFocused(comment)).toBe(true);

  await press(page, tab('Games'));
  await press(page, button('Play Pong now'));
  const field = page.getByRole('application');
  await field.waitFor();
  expect(await isFocused(field)).toBe(true);
  await press(page, button('Leave game'));
  await press(page, dialog.getByRole('button', { name: 'Leave game' }));
  await page.getByText('Pick a game').waitFor();

  await press(page, page.getByRole('button', { name: /your account/ }));
  await tabTo(page, page.getByRole('radio', { name: 'System' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const surface = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await surface();
  await page.reload();
  await tab('Games').waitFor();
  expect(await surface()).toBe(dark);
  expect(await page.evaluate(() => document.documentElement.dataset['appearance'])).toBe('dark');
  expectNoFaults(alice, bob);
});

test('an address leads in through the login, and back goes back', async () => {
  const carol = await newPerson(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const { page } = carol;
  await signUp(carol, server.url, 'carol');
  await createRoom(page, 'garden');
  const room = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Username').waitFor();

  for (const [path, heading] of [
    ['/moments/notices', 'Notices'],
    ['/contacts/requests', 'New requests'],
    ['/games', 'Games'],
    [room, 'garden'],
  ] as const) {
    await page.goto(server.url + path);
    const shown = page.getByRole('heading', { level: 1, name: heading });
    await shown.or(page.getByLabel('Username')).waitFor();
    if (await page.getByLabel('Username').isVisible()) {
      await page.getByLabel('Username').fill('carol');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Log in' }).click();
    }
    await shown.waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
  }

  // In at a room, back where the list is; then into it and back, which makes no new entry.
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: /garden/ }).click();
  await page.getByRole('heading', { level: 1, name: 'garden' }).waitFor();
  const entries = await page.evaluate(() => history.length);
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: /garden/ }).waitFor();
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await page.goForward();
  await page.getByRole('heading', { level: 1, name: 'garden' }).waitFor();
  await page.goBack();
  await openTab(page, 'Moments');
  await page.getByText('Nothing here yet.').waitFor();
  await page.goBack();
  await page.getByRole('link', { name: /garden/ }).waitFor();

  // What is no address is where the app begins.
  await page.goto(`${server.url}/no/such/place`);
  await page.getByRole('heading', { level: 1, name: 'Chats' }).waitFor();
  expectNoFaults(carol);
});

test('a tab whose code cannot be loaded says so, and is there after reloading', async () => {
  const dora = await newPerson(browser);
  const { page } = dora;
  await signUp(dora, server.url, 'dora');
  await page.route('**/assets/contacts-screen-*.js', (route) => route.abort());
  await openTab(page, 'Contacts');
  await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
  await openTab(page, 'Moments');
  await page.getByText('Nothing here yet.').waitFor();
  await openTab(page, 'Contacts');
  await page.unroute('**/assets/contacts-screen-*.js');
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByText('No contacts yet.').waitFor();
});
