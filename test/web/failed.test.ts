// A message that the server refuses stays where it was written, says why, and can be sent again or thrown away.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
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
