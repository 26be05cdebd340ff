// Contacts as people meet them: find, ask, accept, see who is here, tag, name, hide, block, remove.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { acceptFrom, askFor, openTab } from './friends.ts';
import { createRoom, expectNoFaults, inSight, joinRoom, newPerson, say, signUp } from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
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

test('two people find each other by name, become contacts and see who is here', async () => {
  const [alice, bob] = await Promise.all([newPerson(browser), newPerson(browser, phone)]);
  await Promise.all([signUp(alice, server.url, 'alice'), signUp(bob, server.url, 'bob')]);

  await openTab(alice.page, 'Contacts');
  await alice.page.getByText('No contacts yet.').waitFor();
  await expectAccessible(alice.page, 'no contacts');
  await alice.page.getByRole('button', { name: 'Add a contact' }).click();
  await alice.page.getByLabel('Their exact username').fill('nobody-there');
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Find somebody' }).click();
  await alice.page.getByRole('alert').getByText('Nobody has this username.').waitFor();
  await expectAccessible(alice.page, 'finding');
  await alice.page.keyboard.press('Escape');
  await askFor(alice.page, 'bob', 'It is Alice from the choir');
  await expectAccessible(alice.page, 'a stranger who was asked');

  // The dot at the tab, then the request itself; on a phone the bar is there where a tab begins.
  await bob.page.getByText('1 contact request').first().waitFor();
  await openTab(bob.page, 'Contacts');
  await bob.page.getByRole('link', { name: /New requests/ }).click();
  await bob.page.getByText('It is Alice from the choir').waitFor();
  expect(await bob.page.getByRole('navigation', { name: 'Hubbub' }).isVisible()).toBe(false);
  await expectAccessible(bob.page, 'requests');
  await bob.page.getByRole('button', { name: 'Accept the request of alice' }).click();
  await bob.page.getByText('Nobody is waiting for your answer.').waitFor();
  await bob.page.getByRole('link', { name: 'Back' }).click();
  await bob.page.getByRole('link', { name: /alice/ }).click();
  await bob.page.getByText('Online', { exact: true }).waitFor();
  await expectAccessible(bob.page, 'a contact');

  await alice.page.getByRole('region', { name: 'What you keep about them' }).waitFor();
  await alice.page.getByText('Online', { exact: true }).waitFor();
  expect(await alice.page.getByText('You have asked.').count()).toBe(0);
  await bob.page.goto('about:blank');
  await alice.page.getByText('Online', { exact: true }).waitFor({ state: 'detached' });
  await alice.page.getByText(/^Last seen /).waitFor();
  expectNoFaults(alice, bob);
});

test('tags filter the list, a name of one’s own is shown everywhere, switches stay', async () => {
  const [carol, dora, erin] = await Promise.all([
    newPerson(browser),
    newPerson(browser),
    newPerson(browser),
  ]);
  await Promise.all([
    signUp(carol, server.url, 'carol'),
    signUp(dora, server.url, 'dora'),
    signUp(erin, server.url, 'erin'),
  ]);
  for (const friend of [dora, erin]) await askFor(friend.page, 'carol', 'hello');
  for (const name of ['dora', 'erin']) await acceptFrom(carol.page, name);
  const { page } = carol;
  const list = page.getByRole('navigation', { name: 'Contacts' });
  await list.getByRole('link', { name: /dora/ }).click();
  await page.getByLabel('Tags', { exact: true }).fill('work');
  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByRole('button', { name: 'Remove tag work' }).waitFor();
  await page.getByRole('switch', { name: 'Hide my moments from them' }).check();
  await page.getByRole('button', { name: 'Change your name for them' }).click();
  await page.getByRole('dialog').getByLabel('Your name for them').fill('Dora the explorer');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Dora the explorer' }).waitFor();
  await list.getByRole('button', { name: 'work' }).click();
  await list.getByRole('link', { name: /erin/ }).waitFor({ state: 'detached' });
  await expectAccessible(page, 'filtered contacts');

  // Another page of the same user has all of it, and the names in chats too.
  const second = await carol.context.newPage();
  await second.goto(page.url());
  await second.getByRole('heading', { level: 1, name: 'Dora the explorer' }).waitFor();
  expect(await second.getByRole('switch', { name: 'Hide my moments from them' }).isChecked()).toBe(
    true,
  );
  await second.getByRole('button', { name: 'Message', exact: true }).click();
  await second.getByRole('heading', { level: 1, name: 'Dora the explorer' }).waitFor();
  await say(second, 'hi');
  await dora.page.getByText('1 unread conversation').first().waitFor();
  // What carol calls her is carol's alone.
  expect(await dora.page.getByText('explorer').count()).toBe(0);
  expectNoFaults(carol, dora, erin);
});

test('blocking and removing are asked about first, and nobody is told', async () => {
  const [frank, gina] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await Promise.all([signUp(frank, server.url, 'frank'), signUp(gina, server.url, 'gina')]);
  // From a member list: profile and request.
  await createRoom(frank.page, 'garden');
  await joinRoom(gina.page, 'garden');
  await say(gina.page, 'hello');
  await inSight(frank.page, 'hello');
  await frank.page.getByRole('button', { name: 'Members', exact: true }).click();
  await frank.page.getByRole('button', { name: 'More about gina' }).click();
  await expectAccessible(frank.page, 'a member');
  await frank.page.getByRole('button', { name: 'Add to contacts' }).click();
  await frank.page.getByRole('button', { name: 'Send request' }).click();
  await acceptFrom(gina.page, 'frank');
  await frank.page.getByRole('button', { name: 'More about gina' }).click();
  await frank.page.getByRole('link', { name: 'View profile' }).click();
  await frank.page.getByRole('button', { name: 'Block' }).click();
  await expectAccessible(frank.page, 'a question');
  await frank.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await frank.page.getByText('You have blocked this person.').waitFor();
  await frank.page.getByRole('link', { name: 'Blocked' }).click();
  await expectAccessible(frank.page, 'blocked people');
  await gina.page.goto(`${server.url}/contacts`);
  await gina.page.getByRole('navigation', { name: 'Contacts' }).getByText('frank').click();
  await gina.page.getByRole('button', { name: 'Message', exact: true }).click();
  await say(gina.page, 'are you there?');
  await gina.page.getByText('does not accept messages from you').waitFor();

  await frank.page.getByRole('button', { name: 'Unblock gina' }).click();
  await frank.page.getByText('You have blocked nobody.').waitFor();
  await frank.page.getByRole('navigation', { name: 'Contacts' }).getByText('gina').click();
  await frank.page.getByRole('button', { name: 'Remove from contacts' }).click();
  await frank.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await frank.page.getByRole('button', { name: 'Add to contacts' }).waitFor();
  await frank.page.getByText('No contacts yet.').waitFor();
  expectNoFaults(frank, gina);
});
