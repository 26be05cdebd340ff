// A voice message, from one browser to another: these have microphones, where a beep is heard, and ask whether a page may.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Locator } from 'playwright-core';
import { installed, openWholeBrowser } from '../support/browser.ts';
import { leaveOut } from '../support/left-out.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from './until-slow.ts';
import { createRoom, expectNoFaults, joinRoom, newPerson, signUp } from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

if (!installed) leaveOut('voice messages (no Chromium with a microphone is installed)');

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  if (!installed) return;
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openWholeBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test.skipIf(!installed)(
  'a voice message: held, pressed, given up, heard; a blocked microphone',
  async () => {
    const [alice, bob] = await Promise.all([
      newPerson(browser, { permissions: ['microphone'] }),
      newPerson(browser),
    ]);
    await Promise.all([signUp(alice, server.url, 'dora'), signUp(bob, server.url, 'emil')]);
    await createRoom(alice.page, 'radio');
    await joinRoom(bob.page, 'radio');
    const { page } = alice;
    const microphone = page.getByRole('button', { name: 'Record a voice message' });
    const timer = page.getByRole('timer');
    const second = async () => (await timer.textContent()) === '0:01';

    // Given up: by sliding away, by Escape.
    const { x, y } = await middleOf(microphone);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await until(second, { what: 'a second' });
    await page.mouse.move(x - 200, y);
    await page.getByText('Let go to cancel').waitFor();
    await page.mouse.up();
    await timer.waitFor({ state: 'detached' });
    await microphone.press('Enter');
    await timer.waitFor();
    await page.keyboard.press('Escape');
    await timer.waitFor({ state: 'detached' });

    // Held and let go, then by two presses of a key.
    await page.mouse.move(x, y);
    await page.mouse.down();
    await until(second, { what: 'a second' });
    await page.mouse.up();
    const heard = bob.page.getByRole('group', { name: /^Voice message, 0:0\d/ });
    await heard.waitFor();
    await microphone.press('Enter');
    await until(second, { what: 'a second' });
    await page.getByRole('button', { name: 'Send the voice message' }).press('Enter');
    await until(async () => (await heard.count()) === 2, { what: 'both' });
    await bob.page
      .getByRole('navigation')
      .getByText(/\[Voice\] 0:0\d/)
      .first()
      .waitFor();

    const first = heard.first();
    await first.getByRole('button', { name: 'Speed 1×' }).click();
    expect(await first.getByRole('button', { name: 'Speed 1.5×' }).count()).toBe(1);
    const position = first.getByRole('slider', { name: 'Position' });
    expect(await position.getAttribute('aria-valuetext')).toMatch(/^0:00 of 0:0\d$/);
    await first.getByRole('button', { name: /^Play/ }).click();
    await until(async () => Number(await position.inputValue()) > 0, { what: 'playing' });
    await first.getByRole('button', { name: /^Play/ }).waitFor();
    expect(await first.getByRole('alert').count()).toBe(0);

    await bob.page.getByRole('button', { name: 'Record a voice message' }).press('Enter');
    await bob.page.getByText(/The microphone is blocked\. Allow it/).waitFor();
    expect(await page.getByRole('group', { name: /^Voice message/ }).count()).toBe(2);
    expectNoFaults(alice, bob);
  },
);

async function middleOf(place: Locator): Promise<{ x: number; y: number }> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await place.boundingBox()) ?? {};
  return { x: x + width / 2, y: y + height / 2 };
}
