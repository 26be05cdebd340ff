// Emoji while writing: found by words, in the picker and after a colon.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './accessible.ts';
import { createRoom, newPerson, signUp } from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const alice = await newPerson(browser);
  await signUp(alice, server.url, 'alice');
  await createRoom(alice.page, 'lobby');
  ({ page } = alice);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

function composer(): Locator {
  return page.getByLabel('Message to lobby');
}

test('emoji are found by words, in the picker and after a colon', async () => {
  await page.getByRole('button', { name: 'Insert an emoji' }).click();
  await page.getByLabel('Search emoji').fill('pizza');
  await page.getByRole('button', { name: 'pizza', exact: true }).waitFor();
  await expectAccessible(page, 'emoji');
  await page.keyboard.press('Enter');
  await composer().pressSequentially(':rocket');
  await page
    .getByRole('option', { name: /rocket/ })
    .first()
    .waitFor();
  await composer().press('Tab');
  await composer().pressSequentially(':tada');
  await page
    .getByRole('option', { name: /:tada:/ })
    .first()
    .waitFor();
  await composer().press(':');
  expect(await composer().inputValue()).toBe('🍕 🚀 🎉 ');
  await composer().fill('');
});

test('who writes faster than the page draws gets the emoji of the last word', async () => {
  await composer().pressSequentially(':ro');
  await page.getByRole('option').first().waitFor();
  await composer().evaluate(async (field) => {
    document.execCommand('insertText', false, 'cket');
    // What was written is drawn, and nothing else has happened.
    await Promise.resolve();
    await Promise.resolve();
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }),
    );
  });
  await until(async () => (await composer().inputValue()) === '🚀 ', { what: 'the rocket' });
  await composer().fill('');
});

test('who writes on before the next frame writes behind the emoji', async () => {
  await composer().fill(' tail');
  await composer().press('Home');
  await composer().pressSequentially(':ro');
  await page.getByRole('option').first().waitFor();
  await composer().evaluate(async (field) => {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }),
    );
    await Promise.resolve();
    await Promise.resolve();
    document.execCommand('insertText', false, 'to');
    await new Promise(requestAnimationFrame);
    document.execCommand('insertText', false, 'day');
  });
  expect(await composer().inputValue()).toMatch(/^\P{ASCII}+ today tail$/u);
  await composer().fill('');
});
