// What people tell of themselves without saying it: what they are up to, that they have read, that they are here; and what
// they have written and not sent, on another device of theirs.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { expectNoFaults, inSight, logIn, meetInLobby, newPerson, say } from './people.ts';
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

test('a status stands beside the name, readers are named, a draft is on the other device too', async () => {
  const [alice, bob] = await meetInLobby(browser, server.url);
  const other = await newPerson(browser, { viewport: { width: 390, height: 844 } });
  await logIn(other, server.url, 'alice');

  await bob.page.locator('.account-button').click();
  await bob.page.getByRole('button', { name: 'Set a status' }).click();
  await bob.page.getByLabel('What are you up to?').fill('at lunch');
  await expectAccessible(bob.page, 'the status');
  await bob.page.getByRole('button', { name: 'Set status' }).click();
  await bob.page.getByRole('dialog').waitFor({ state: 'detached' });
  await say(bob.page, 'back at two');
  await alice.page.locator('.message', { hasText: 'back at two' }).getByText('at lunch').waitFor();

  await say(alice.page, 'see you then');
  await inSight(bob.page, 'see you then');
  await alice.page.locator('.message', { hasText: 'see you then' }).click({ button: 'right' });
  await alice.page.getByRole('menuitem', { name: 'Read by' }).click();
  const readers = alice.page.getByRole('dialog', { name: 'Read by' });
  await readers.getByText('bob').waitFor();
  await readers.getByText('1 person', { exact: true }).waitFor();
  expect(await readers.getByText('alice').count()).toBe(0);
  await expectAccessible(alice.page, 'readers');
  await alice.page.keyboard.press('Escape');

  await alice.page.getByRole('textbox', { name: /^Message/ }).fill('half a thou');
  await other.page.getByRole('link', { name: /lobby/ }).getByText('half a thou').waitFor();
  await other.page.getByRole('link', { name: /lobby/ }).click();
  await other.page.getByText('half a thou').first().waitFor();
  expect(await other.page.locator('textarea').inputValue()).toBe('half a thou');
  expect(await bob.page.getByText('half a thou').count()).toBe(0);

  // Whoever leaves in the middle of a word finds it again.
  await alice.page.getByRole('textbox', { name: /^Message/ }).fill('half a thought');
  await alice.page.goto('about:blank');
  await alice.page.goto(server.url);
  await alice.page.getByRole('link', { name: /lobby/ }).getByText('half a thought').waitFor();

  await bob.page.goto(`${server.url}/contacts/usr_00000000000`);
  await bob.page.getByRole('heading', { name: 'Someone' }).waitFor();
  expect(await bob.page.getByRole('main').getByRole('button').count()).toBe(0);
  expectNoFaults(alice, bob, other);
});
