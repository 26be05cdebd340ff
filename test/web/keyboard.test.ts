// Without a mouse: the composer, moving between conversations, dialogs and panels that close and give the focus back.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { shortcutIds } from '../../packages/web/src/keys.ts';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  createRoom,
  expectNoFaults,
  inSight,
  newPerson,
  say,
  shown,
  signUp,
  type Person,
} from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;
let alice: Person;
let page: Page;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  alice = await newPerson(browser);
  ({ page } = alice);
  await signUp(alice, server.url, 'alice');
  for (const title of ['one', 'two', 'three']) await createRoom(page, title);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

function heading(title: string) {
  return page.getByRole('heading', { level: 1, name: title, exact: true });
}

test('Alt with arrows opens the next conversation, arrows move in the list', async () => {
  await heading('three').waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await heading('two').waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await heading('one').waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await heading('two').waitFor();

  const links = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  await links.nth(1).focus();
  await page.keyboard.press('ArrowDown');
  expect(await links.nth(2).evaluate((link) => link === document.activeElement)).toBe(true);
  expect(await page.locator('nav a[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await heading('three').waitFor();
});

test('what was begun to be written goes on where it ended', async () => {
  await page.getByLabel('Message to three').fill('half a');
  await page.keyboard.press('Alt+ArrowDown');
  await heading('two').waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await heading('three').waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('.composer-input'));
  await page.keyboard.type(' thought');
  const composer = page.getByLabel('Message to three');
  expect(await composer.inputValue()).toBe('half a thought');
  await composer.fill('');
});

test('the quick switcher goes to conversations, places and rooms, recent first', async () => {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Conversation, person or place' });
  const chosen = page.getByRole('option', { selected: true });
  await field.waitFor();
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  // What was looked at before this one: Enter alone goes back and forth.
  await chosen.getByText('two', { exact: true }).waitFor();
  const named = await field.getAttribute('aria-activedescendant');
  expect(await chosen.getAttribute('id')).toBe(named);
  await page.keyboard.press('Enter');
  await heading('two').waitFor();

  await page.keyboard.press('Control+k');
  await field.fill('moments');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/moments');
  await page.keyboard.press('Control+k');
  await field.fill('thr');
  await chosen.getByText('three', { exact: true }).waitFor();
  // As Safari reports the Enter with which a word was composed: it opens nothing.
  const composed = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true };
  await field.dispatchEvent('keydown', composed);
  expect(await field.isVisible()).toBe(true);
  expect(page.url()).toEndWith('/moments');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await heading('three').waitFor();

  await page.keyboard.press('Control+k');
  await field.fill('no such thing');
  await page.getByText('Nothing is called “no such thing”.').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
  await heading('three').waitFor();
});

test('? shows all keys, but is a question mark while writing', async () => {
  const composer = page.getByLabel('Message to three');
  // The switcher gave the focus back, and letters arrive there.
  await page.keyboard.type('who?');
  expect(await composer.inputValue()).toBe('who?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await composer.fill('');
  await page.getByRole('region', { name: 'Messages' }).focus();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.getByText('Next unread conversation').waitFor();
  expect(await dialog.locator('.keys-line').count()).toBe(shortcutIds.length);
  // Keys are the dialog's while it is open.
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await heading('three').waitFor();
  await page.keyboard.press('c');
  expect(await composer.evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await composer.inputValue()).toBe('');
  await page.keyboard.press('Control+.');
  await page.getByRole('button', { name: 'Edit details' }).waitFor();
  await page.keyboard.press('Control+.');
  await page.getByRole('button', { name: 'Edit details' }).waitFor({ state: 'detached' });
});

test('Enter sends, Shift+Enter breaks the line, and not while composing', async () => {
  const composer = page.getByLabel('Message to three');
  await composer.fill('first');
  await composer.press('Shift+Enter');
  await composer.pressSequentially('second');
  await composer.press('Enter');
  await page.locator('.messages').getByText('first second').waitFor();
  expect(await shown(page)).toEqual(['first\nsecond']);

  await composer.fill('아직');
  await composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await composer.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  expect(await composer.inputValue()).toBe('아직');
  await composer.press('Enter');
  await inSight(page, '아직');
  expect(await composer.inputValue()).toBe('');
});

test('a draft waits in its conversation, and the limit shows near the end', async () => {
  await page.getByLabel('Message to three').fill('unfinished');
  await page.keyboard.press('Alt+ArrowDown');
  await heading('two').waitFor();
  expect(await page.getByLabel('Message to two').inputValue()).toBe('');
  await page.keyboard.press('Alt+ArrowUp');
  await heading('three').waitFor();
  const composer = page.getByLabel('Message to three');
  expect(await composer.inputValue()).toBe('unfinished');

  await composer.fill('😀'.repeat(7990));
  await page.getByText('10 characters left').waitFor();
  await composer.fill('x'.repeat(8001));
  await page.getByText('1 character too many').waitFor();
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await composer.press('Enter');
  expect(await composer.inputValue()).toHaveLength(8001);
  await composer.fill('');
});

test('Escape closes dialog and panel, and the focus goes back', async () => {
  const members = page.getByRole('button', { name: 'Members', exact: true });
  await members.focus();
  await page.keyboard.press('Enter');
  const rename = page.getByRole('button', { name: 'Edit details' });
  await rename.focus();
  await page.keyboard.press('Enter');
  const title = page.getByRole('dialog').getByLabel('Title');
  expect(await title.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await rename.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await rename.waitFor({ state: 'detached' });
  expect(await members.evaluate((button) => button === document.activeElement)).toBe(true);
});

test('the owner renames and deletes; both are seen', async () => {
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  await page.getByRole('button', { name: 'Edit details' }).click();
  await page.getByRole('dialog').getByLabel('Title').fill('drei');
  await page.keyboard.press('Enter');
  await heading('drei').waitFor();
  await page.getByText('alice renamed the room to “drei”').waitFor();
  await say(page, 'still here');
  await inSight(page, 'still here');
  await page.getByRole('button', { name: 'Delete room' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete room' }).click();
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /drei/ })
    .waitFor({ state: 'detached' });
  expectNoFaults(alice);
});
