// Searching in the web app: by the keys and by the field, in all chats and in one; groups, filters, what stands around.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { createRoom, expectNoFaults, newPerson, say, signUp } from './people.ts';
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

test('words are found where they were said, in groups and by filters', async () => {
  const alice = await newPerson(browser);
  const { page } = alice;
  await signUp(alice, server.url, 'alice');
  await createRoom(page, 'Harbour walk');
  await say(page, 'The harbour is at https://example.com/h');
  await createRoom(page, 'Kitchen');
  await say(page, '我明天去北京大学');
  await page.locator('.messages').getByText('北京').waitFor();

  // In the conversation that is open: also while the message field has the focus.
  await page.keyboard.press('Control+f');
  const field = page.getByRole('searchbox');
  await field.waitFor();
  expect(await field.getAttribute('aria-label')).toBe('Search in Kitchen');
  await field.fill('harbour');
  await page.getByText('Nothing found. Take a filter away to find more.').waitFor();
  await page.getByLabel('In', { exact: true }).selectOption('');
  const chats = page.getByRole('region', { name: 'Chats' });
  await chats.getByRole('button', { name: /Harbour walk/ }).waitFor();
  const messages = page.getByRole('region', { name: 'Messages' });
  expect(await messages.locator('mark').allTextContents()).toEqual(['harbour']);
  await expectAccessible(page, 'what was found');

  await messages.getByRole('button').click();
  await page.getByRole('main', { name: 'Message in Harbour walk' }).waitFor();
  await expectAccessible(page, 'a message that was found');
  await page.getByRole('link', { name: 'Open chat' }).click();
  await page.getByRole('heading', { level: 1, name: 'Harbour walk' }).waitFor();
  await page.goBack();
  expect(await field.inputValue()).toBe('harbour');

  await field.fill('学');
  await messages.locator('mark').getByText('学').waitFor();
  await field.fill('nowhere at all');
  await page.getByText('Nothing found for “nowhere at all”.').waitFor();
  await field.fill('');
  await page.getByRole('button', { name: 'With a link' }).click();
  await messages.getByText('https://example.com/h').waitFor();
  expectNoFaults(alice);
});
