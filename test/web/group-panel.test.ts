// A group led from its panel: description, announcement, a link with approval, rights, muting; and the page of a link for
// somebody who has no account yet.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { password } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { createRoom, expectNoFaults, newPerson, say, signUp, spoil } from './people.ts';
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

test('a group is led from its panel, and entered by a link', async () => {
  const [alice, bob, charlie] = await Promise.all([
    newPerson(browser),
    newPerson(browser, { viewport: { width: 390, height: 844 }, hasTouch: true }),
    newPerson(browser),
  ]);
  await Promise.all([signUp(alice, server.url, 'alice'), signUp(bob, server.url, 'bob')]);
  const { page } = alice;
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('button', { name: 'Create group' }).click();
  await dialog.getByLabel('Title').fill('book club');
  await dialog.getByLabel('Exact usernames').fill('bob');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('heading', { level: 1, name: 'book club' }).waitFor();
  await bob.page.getByRole('link', { name: /book club/ }).click();
  await say(page, 'hello');
  await say(bob.page, 'unseemly');

  await page.getByRole('button', { name: 'Members', exact: true }).click();
  await page.getByRole('button', { name: 'Edit details' }).click();
  await dialog.getByLabel('Description').fill('We read one book a month.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('We read one book a month.').waitFor();
  await page.getByText('alice changed the description').waitFor();

  await page.getByRole('button', { name: 'Announcement' }).click();
  await dialog.getByLabel('What everybody should know').fill('Monday at eight');
  await dialog.getByRole('button', { name: 'Announce' }).click();
  const bar = bob.page.getByRole('button', { name: /Announcement.*Monday at eight/ });
  await bar.click();
  expect(await bar.getAttribute('aria-expanded')).toBe('true');

  await page.getByRole('button', { name: 'Invite links' }).click();
  await dialog.getByLabel('Admins approve each person').check();
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
  await dialog.getByRole('img', { name: 'QR code of the link' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  expect(address).toStartWith(`${server.url}/join/`);

  // Nobody is logged in here: the address stays until somebody is.
  await charlie.page.goto(address);
  await charlie.page.getByRole('button', { name: 'Sign up' }).first().click();
  await charlie.page.getByLabel('Username').fill('charlie');
  await charlie.page.getByLabel('Password', { exact: true }).fill(password);
  await charlie.page.getByRole('button', { name: 'Sign up' }).last().click();
  await charlie.page.getByRole('heading', { level: 1, name: 'book club' }).waitFor();
  await charlie.page.getByText('2 members').waitFor();
  await expectAccessible(charlie.page);
  await charlie.page.getByLabel('A word to the admins (optional)').fill('May I?');
  await charlie.page.getByRole('button', { name: 'Ask to join' }).click();
  await charlie.page.getByText('You asked to join.').waitFor();
  expect(await charlie.page.getByRole('link', { name: /book club/ }).count()).toBe(0);

  await page.getByRole('button', { name: '1 request to join' }).click();
  await dialog.getByText('May I?').waitFor();
  await dialog.getByRole('button', { name: 'Let charlie in' }).click();
  await dialog.getByText('Nobody is waiting.').waitFor();
  await page.keyboard.press('Escape');
  await charlie.page.getByRole('link', { name: /book club/ }).click();
  await charlie.page.getByText('alice added you').waitFor();

  await page.getByRole('button', { name: 'More about bob' }).click();
  await dialog.getByRole('button', { name: 'Mute' }).click();
  await dialog.last().getByRole('button', { name: '1 hour' }).click();
  await bob.page.getByText(/You are muted until/).waitFor();
  expect(await bob.page.getByRole('textbox').count()).toBe(0);
  await page.getByText(/Muted until/).waitFor();
  await page.getByRole('button', { name: 'More about bob' }).click();
  await dialog.getByRole('button', { name: 'End mute' }).click();
  await bob.page.getByLabel('Message to book club').waitFor();

  await page.getByRole('button', { name: 'Who may do what' }).click();
  await expectAccessible(page);
  await dialog.getByLabel('Write messages').selectOption({ label: 'Admins' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await bob.page.getByText('Only some may write here.').waitFor();
  await bob.page.getByText('alice muted everybody but admins').waitFor();
  await say(page, 'quiet now');

  const unseemly = page.locator('.messages').getByText('unseemly');
  await unseemly.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Hide…' }).click();
  await expectAccessible(page);
  await dialog.getByLabel('Reason').fill('not here');
  await dialog.getByRole('button', { name: 'Hide', exact: true }).click();
  for (const one of [alice, bob]) {
    await one.page.locator('.messages').getByText('Hidden by a moderator').waitFor();
    expect(await one.page.getByText('unseemly').count()).toBe(0);
  }

  await page.getByRole('button', { name: 'More about bob' }).click();
  await dialog.getByRole('button', { name: 'Ban…' }).click();
  await expectAccessible(page);
  await dialog.last().getByLabel('Reason').fill('noise');
  await dialog.last().getByRole('button', { name: 'Ban', exact: true }).click();
  await bob.page.getByRole('link', { name: /book club/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Banned people' }).click();
  await dialog.getByText('noise').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'End ban: bob' }).click();
  await dialog.getByText('Nobody is banned.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Moderation log' }).click();
  for (const text of [
    'alice ended the ban of bob',
    'alice banned bob',
    'alice hid a message of bob',
  ])
    await dialog.getByText(text).waitFor();
  await dialog.getByText('not here').waitFor();
  await expectAccessible(page);
  for (const one of [alice, bob, charlie]) expectNoFaults(one);
});

test('what the server refuses is said, and not shown as if there were nothing', async () => {
  const dora = await newPerson(browser);
  await spoil(dora, ['conversation.bans', 'conversation.configure']);
  await signUp(dora, server.url, 'dora');
  const { page } = dora;
  await createRoom(page, 'attic');
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  await page.getByRole('button', { name: 'Banned people' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('alert').getByText('That did not work.').waitFor();
  expect(await dialog.getByText('Nobody is banned.').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More about this conversation' }).click();
  await page.getByRole('menuitem', { name: 'Pin to top' }).click();
  await page.locator('.told-problem').getByText('That did not work.').waitFor();
  expectNoFaults(dora);
});
