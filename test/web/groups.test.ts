// Groups and whispers as people meet them in the browser.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import {
  createRoom,
  expectNoFaults,
  inSight,
  joinRoom,
  newPerson,
  say,
  shown,
  signUp,
} from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(60_000);

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

async function whisperText(page: Page, names: string, text: string): Promise<void> {
  const composer = page.getByLabel(`Whisper to ${names}`);
  await composer.fill(text);
  await composer.press('Enter');
}

test('a group: made, joined by adding, led, and left by removal', async () => {
  const [alice, bob, charlie] = await Promise.all([
    newPerson(browser),
    newPerson(browser, { viewport: { width: 390, height: 844 }, hasTouch: true }),
    newPerson(browser),
  ]);
  await Promise.all([
    signUp(alice, server.url, 'alice'),
    signUp(bob, server.url, 'bob'),
    signUp(charlie, server.url, 'charlie'),
  ]);
  await alice.page.getByRole('button', { name: 'New', exact: true }).click();
  await alice.page.getByRole('button', { name: 'Create group' }).click();
  const dialog = alice.page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('friends');
  await dialog.getByLabel('Exact usernames').fill('bob, nobody-there');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await dialog.getByText('Nobody has the username nobody-there.').waitFor();
  await expectAccessible(alice.page);
  await dialog.getByLabel('Exact usernames').fill('bob');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await alice.page.getByRole('heading', { level: 1, name: 'friends' }).waitFor();
  await alice.page.getByText('alice created “friends”').waitFor();

  await bob.page.getByRole('link', { name: /friends/ }).click();
  await bob.page.getByText('alice created “friends”').waitFor();
  await say(bob.page, 'hello');
  await inSight(alice.page, 'hello');

  await alice.page.getByRole('button', { name: 'Members', exact: true }).click();
  await alice.page.getByRole('button', { name: 'Add members' }).click();
  await dialog.getByLabel('Exact usernames').fill('charlie');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await alice.page.getByText('alice added charlie').waitFor();
  await charlie.page.getByRole('link', { name: /friends/ }).click();
  await charlie.page.getByText('alice added you').waitFor();
  expect(await shown(charlie.page)).toEqual([]);

  await alice.page.getByRole('button', { name: 'More about bob' }).click();
  await expectAccessible(alice.page);
  await dialog.getByRole('button', { name: 'Make admin' }).click();
  await bob.page.getByText('alice made you admin').waitFor();
  await bob.page.getByRole('button', { name: 'Members', exact: true }).click();
  await bob.page.getByRole('button', { name: 'More about charlie' }).click();
  await expectAccessible(bob.page);
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await alice.page.getByText('bob removed charlie').waitFor();
  await charlie.page.getByText('No conversations yet.').waitFor();
  expectNoFaults(alice, bob, charlie);
});

test('a whisper is drawn in place for those it is for, and nowhere else', async () => {
  const [dora, erin, frank] = await Promise.all([
    newPerson(browser),
    newPerson(browser, { viewport: { width: 390, height: 844 }, hasTouch: true }),
    newPerson(browser),
  ]);
  await Promise.all([
    signUp(dora, server.url, 'dora'),
    signUp(erin, server.url, 'erin'),
    signUp(frank, server.url, 'frank'),
  ]);
  await createRoom(dora.page, 'parlour');
  await joinRoom(erin.page, 'parlour');
  await joinRoom(frank.page, 'parlour');
  await say(frank.page, 'one');
  await inSight(dora.page, 'one');

  await dora.page.getByRole('button', { name: 'Members', exact: true }).click();
  await dora.page.getByRole('button', { name: 'More about erin' }).click();
  await dora.page.getByRole('button', { name: 'Whisper to erin' }).click();
  await whisperText(dora.page, 'erin', 'psst');
  await dora.page.locator('.message-whisper').getByText('Whisper to erin').waitFor();
  await inSight(erin.page, 'psst');
  await erin.page.getByText('Whisper from dora to you').waitFor();
  await dora.page.getByRole('button', { name: 'Stop whispering' }).click();
  await say(dora.page, 'two');
  await inSight(erin.page, 'two');

  await erin.page.getByRole('button', { name: 'Reply in a whisper' }).click();
  await whisperText(erin.page, 'dora', 'yes?');
  await inSight(dora.page, 'yes?');
  await expectAccessible(erin.page);
  await expectAccessible(dora.page);
  for (const { page } of [dora, erin])
    expect(await shown(page)).toEqual(['one', 'psst', 'two', 'yes?']);
  await inSight(frank.page, 'two');
  expect(await shown(frank.page)).toEqual(['one', 'two']);

  // To several at once; whispers of one place stand in order of conversation, so this has a place of its own.
  await say(frank.page, 'three');
  await inSight(dora.page, 'three');
  await frank.page.getByRole('button', { name: 'Members', exact: true }).click();
  await frank.page.getByRole('button', { name: 'Whisper to several' }).click();
  const dialog = frank.page.getByRole('dialog');
  await dialog.getByLabel('dora').check();
  await dialog.getByLabel('erin').check();
  await expectAccessible(frank.page);
  await dialog.getByRole('button', { name: 'Whisper', exact: true }).click();
  await frank.page.getByLabel(/^Whisper to (dora, erin|erin, dora)$/).fill('both of you');
  await frank.page.keyboard.press('Enter');
  await Promise.all([inSight(dora.page, 'both of you'), inSight(erin.page, 'both of you')]);

  // Back again after a reload, and counted while it is not looked at.
  await dora.page.reload();
  await inSight(dora.page, 'both of you');
  expect(await shown(dora.page)).toEqual(['one', 'psst', 'two', 'yes?', 'three', 'both of you']);
  expectNoFaults(dora, erin, frank);
});
