// Messages that fail: one that the server refuses stays where it was written, says why, and can be sent again or thrown away; one
// that it cannot read any more says so.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { damage } from '../support/damage.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { until } from './until-slow.ts';
import { createRoom, expectNoFaults, inSight, newPerson, say, signUp } from './people.ts';
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

/** The composer sends nothing that is too long; what an older page left in storage may be. */
async function leaveTooLong(page: Page): Promise<void> {
  const place = await until(
    () => page.evaluate(() => Object.keys(localStorage).find((key) => key.includes('pending'))),
    { what: 'the place of pending messages' },
  );
  const conversation = new URL(page.url()).pathname.replace('/c/', '');
  const text = `too long ${'x'.repeat(8000)}`;
  const pending = { clientMsgId: 'k1', conversation, text, createdAt: new Date().toISOString() };
  const value = JSON.stringify([pending]);
  await page.evaluate(([key, all]) => localStorage.setItem(key, all), [place, value] as const);
}

test('a refused message says why, tries again and goes when told', async () => {
  const alice = await newPerson(browser);
  const { page } = alice;
  await signUp(alice, server.url, 'alice');
  await createRoom(page, 'lobby');
  await say(page, 'before');
  await inSight(page, 'before');
  await leaveTooLong(page);
  await page.reload();

  await page.getByText('Not sent: Something is missing or too long.').waitFor();
  await page.getByRole('navigation').getByText('Not sent').waitFor();
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.getByText('Not sent: Something is missing or too long.').waitFor();
  await say(page, 'after');
  await inSight(page, 'after');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.locator('.message-failed').waitFor({ state: 'detached' });
  expect(await page.getByText('too long xxx').count()).toBe(0);
  expectNoFaults(alice);
});

test('a damaged message says that it cannot be read, and is only to be taken away', async () => {
  const carol = await newPerson(browser);
  await signUp(carol, server.url, 'carol');
  await createRoom(carol.page, 'quiet room');
  await say(carol.page, 'Bits of xenon');
  await inSight(carol.page, 'Bits of xenon');
  const address = carol.page.url();
  await carol.page.waitForFunction(() => !document.querySelector('.message-sending'));
  await damage(server.data, address.split('/').at(-1) ?? '', ['xenon', 'yenon']);
  // Another device, which holds nothing yet.
  const other = await newPerson(browser);
  await other.context.addCookies(await carol.context.cookies());
  await other.page.goto(address);
  const stub = other.page.locator('.message-gone', { hasText: 'This message could not be read' });
  await stub.waitFor();
  expect(await other.page.getByText('enon').count()).toBe(0);
  await stub.click({ button: 'right' });
  const items = other.page.getByRole('menu').getByRole('menuitem');
  await items.first().waitFor();
  expect(await items.allTextContents()).toEqual([
    expect.stringMatching(/^Select/),
    'Take back for everybody',
    'Delete for me',
  ]);
  await expectAccessible(other.page, 'a damaged message');
  await items.getByText('Take back for everybody').click();
  await other.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await carol.page.getByText('You took this message back').waitFor();
  await stub.waitFor({ state: 'detached' });
  expectNoFaults(carol, other);
});
