// Pictures and files in a conversation, from one browser to another.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { movingGif, photo } from '../support/picture.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from './until-slow.ts';
import {
  createRoom,
  expectNoFaults,
  inSight,
  meetInLobby,
  newPerson,
  say,
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

const file = (name: string, mimeType: string, bytes: Uint8Array) => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
});

test('two pictures with words and a file: chosen, described, sent, seen, opened, fetched', async () => {
  const [alice, bob] = await meetInLobby(browser, server.url);
  const { page } = alice;
  await page
    .locator('input[type=file]')
    .setInputFiles([
      file('beach.jpg', 'image/jpeg', await photo(1600, 1200)),
      file('dot.gif', 'image/gif', movingGif()),
      file('plan.pdf', 'application/pdf', Buffer.from('%PDF-1.7 a plan')),
    ]);
  await page.getByRole('button', { name: /^Describe beach\.jpg/ }).click();
  await page.getByLabel('What is to be seen?').fill('the sea');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('textbox', { name: /lobby/ }).fill('look at this');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('list', { name: 'Attached' }).waitFor({ state: 'detached' });

  await inSight(bob.page, 'look at this');
  const opener = bob.page.getByRole('button', { name: 'Open picture 1 of 2 by alice: the sea' });
  await opener.waitFor();
  await until(
    async () =>
      await bob.page
        .locator('.photo img:not(.photo-blur)')
        .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth > 0))
        .then((drawn) => drawn.length === 2 && !drawn.includes(false)),
    { what: 'both pictures' },
  );
  await opener.click();
  await bob.page.getByRole('dialog').getByAltText('the sea').waitFor();
  await bob.page.keyboard.press('Escape');
  await bob.page.getByText('look at this').last().click({ button: 'right' });
  await bob.page.getByRole('menuitem', { name: 'Select' }).click();
  const bar = bob.page.getByRole('toolbar', { name: 'With the selected messages' });
  expect(await bar.getByRole('button', { name: 'Forward' }).isEnabled()).toBe(true);
  expect(await bar.getByRole('button', { name: 'Copy' }).isEnabled()).toBe(false);
  await bar.getByRole('button', { name: 'Stop selecting' }).click();
  const [download] = await Promise.all([
    bob.page.waitForEvent('download'),
    bob.page.getByRole('link', { name: /^Download plan\.pdf/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('plan.pdf');
  // The list of conversations says what it was.
  await bob.page.getByRole('navigation').getByText('[File] plan.pdf').first().waitFor();
  expectNoFaults(alice, bob);
});

test('an upload outlives a lost connection, and one that is taken out is not sent', async () => {
  const alice = await newPerson(browser);
  await signUp(alice, server.url, 'carol');
  await createRoom(alice.page, 'attic');
  const { page } = alice;
  let isCut = true;
  await page.route('**/v1/media?*', (route) => (isCut ? route.abort() : route.continue()));
  const offsets: string[] = [];
  await page.route('**/v1/media/upl_*', (route) => {
    const offset = new URL(route.request().url()).searchParams.get('offset');
    if (offset !== null) offsets.push(offset);
    // The second chunk is lost once.
    return offsets.length === 2 ? route.abort() : route.continue();
  });
  await page
    .locator('input[type=file]')
    .setInputFiles([
      file('kept.txt', 'text/plain', Buffer.from('kept')),
      file('gone.txt', 'text/plain', Buffer.from('gone')),
      file('long.bin', '', new Uint8Array(1_100_000)),
    ]);
  await page.getByRole('button', { name: 'Remove gone.txt' }).click();
  const send = page.getByRole('button', { name: 'Send', exact: true });
  expect(await send.isDisabled()).toBe(true);
  isCut = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until(async () => !(await send.isDisabled()), { what: 'the upload' });
  await send.click();
  await page.getByRole('link', { name: /^Download long\.bin/ }).waitFor();
  expect(offsets).toEqual(['0', '524288', '524288', '1048576']);
  await page.getByRole('link', { name: /^Download kept\.txt/ }).waitFor();
  // Whatever was sent with it is there before what is said now.
  await say(page, 'that was all');
  await inSight(page, 'that was all');
  expect(await page.getByRole('link', { name: /^Download gone\.txt/ }).count()).toBe(0);
});
