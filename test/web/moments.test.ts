// Moments as people meet them: posted for some, seen by those, liked, commented, told of on every device.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { acceptFrom, askFor, openTab } from './friends.ts';
import { expectNoFaults, logIn, newPerson, signUp, type Person } from './people.ts';
import { pictureFile } from './picture.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(180_000);

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

async function befriend(a: Person, b: Person, names: readonly [string, string]): Promise<void> {
  await askFor(a.page, names[1], 'hello');
  await acceptFrom(b.page, names[0]);
}

async function tag(page: Page, name: string, word: string): Promise<void> {
  await openTab(page, 'Contacts');
  await page.getByRole('navigation', { name: 'Contacts' }).getByText(name).click();
  await page.getByLabel('Tags', { exact: true }).fill(word);
  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByRole('button', { name: `Remove tag ${word}` }).waitFor();
}

function moment(page: Page, text: string) {
  return page.getByRole('article').filter({ hasText: text });
}

test('a moment for a tag: seen by some, liked, answered, told of, deleted', async () => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser),
    newPerson(browser, phone),
    newPerson(browser),
  ]);
  await Promise.all([
    signUp(alice, server.url, 'alice'),
    signUp(bob, server.url, 'bob'),
    signUp(carol, server.url, 'carol'),
  ]);
  await befriend(alice, bob, ['alice', 'bob']);
  await befriend(alice, carol, ['alice', 'carol']);
  await befriend(bob, carol, ['bob', 'carol']);
  await tag(alice.page, 'bob', 'choir');
  await openTab(alice.page, 'Moments');
  await alice.page.getByText('Nothing here yet.').waitFor();
  await expectAccessible(alice.page, 'no moments');

  // Two pictures and a file that is none; one of the pictures is taken out again.
  await alice.page.getByRole('button', { name: 'New moment' }).first().click();
  await alice.page.getByLabel('What is on your mind?').fill('The concert is on Friday');
  const chooser = alice.page.getByLabel('Add pictures');
  const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };
  await chooser.setInputFiles(note);
  await alice.page.getByRole('alert').getByText('note.txt is no picture').waitFor();
  const broken = { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no png') };
  await chooser.setInputFiles([
    pictureFile('red.png', [190, 40, 50]),
    pictureFile('blue.png', [40, 60, 190]),
    broken,
  ]);
  await alice.page.getByRole('alert').getByText('no picture that can be shown').waitFor();
  await alice.page.getByRole('button', { name: 'Remove picture 3' }).click();
  await alice.page.getByLabel('Only some').check();
  const post = alice.page.getByRole('button', { name: 'Post' });
  expect(await post.isDisabled()).toBe(true);
  await alice.page.getByLabel('choir').check();
  await expectAccessible(alice.page, 'writing a moment');
  await post.click();
  await moment(alice.page, 'The concert is on Friday').getByText('Only some').first().waitFor();
  await expectAccessible(alice.page, 'own moment');

  // Bob has the tag and sees it; the dot is there before he looks. Carol has not, whatever she does.
  await openTab(bob.page, 'Contacts');
  await bob.page.getByText('New moments').first().waitFor();
  await openTab(bob.page, 'Moments');
  const seen = moment(bob.page, 'The concert is on Friday');
  await seen.waitFor();
  expect(await seen.getByText('Only some').count()).toBe(0);
  await openTab(carol.page, 'Moments');
  await carol.page.getByText('Nothing here yet.').waitFor();
  await carol.page.getByRole('link', { name: 'alice' }).click();
  await carol.page.getByText('No moments to see.').waitFor();

  // Pictures over everything, by keyboard, and back to where one was.
  const first = seen.getByRole('button', { name: 'Open picture 1 of 2 by alice' });
  await first.focus();
  await bob.page.keyboard.press('Enter');
  const lightbox = bob.page.getByRole('dialog', { name: 'Pictures of alice' });
  await lightbox.getByText('Picture 1 of 2').waitFor();
  const shown = lightbox.getByRole('img');
  expect(
    await shown.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
  ).toBe(120);
  await bob.page.keyboard.press('ArrowRight');
  await lightbox.getByText('Picture 2 of 2').waitFor();
  await expectAccessible(bob.page, 'a picture');
  await bob.page.keyboard.press('Escape');
  await lightbox.waitFor({ state: 'detached' });
  expect(await first.evaluate((button) => button === document.activeElement)).toBe(true);

  await seen.getByRole('button', { name: 'Like' }).click();
  await seen.getByText('Liked by bob').waitFor();
  await seen.getByRole('button', { name: /^Comment/ }).click();
  await seen.getByLabel('Comment on the moment of alice').fill('I will be there');
  await bob.page.keyboard.press('Enter');
  await seen.getByText('I will be there').waitFor();
  await expectAccessible(bob.page, 'a moment with a comment');

  // Both devices of alice count the same two notices, and both stop when one has seen them.
  const second = await newPerson(browser, phone);
  await logIn(second, server.url, 'alice');
  for (const { page } of [alice, second]) await page.getByText('2 notices').first().waitFor();
  await moment(alice.page, 'The concert').getByText('I will be there').waitFor();
  await openTab(second.page, 'Moments');
  await second.page.getByRole('link', { name: /^Notices/ }).click();
  await second.page.getByText('bob liked it').waitFor();
  await expectAccessible(second.page, 'notices');
  for (const { page } of [alice, second])
    await page.getByText('2 notices').first().waitFor({ state: 'detached' });
  await second.page.getByText('bob: I will be there').click();
  const alone = moment(second.page, 'The concert is on Friday');
  await alone.getByRole('button', { name: 'Reply to bob' }).click();
  await alone.getByLabel('Reply to bob').last().fill('Bring the others!');
  await second.page.keyboard.press('Enter');
  await alone.getByText('alice to bob').waitFor();
  await seen.getByText('Bring the others!').waitFor();
  await bob.page.getByText('1 notice', { exact: true }).first().waitFor();

  // What comes while somebody reads waits behind a button.
  await alice.page.getByRole('button', { name: 'New moment' }).first().click();
  await alice.page.getByLabel('What is on your mind?').fill('Nearly sold out');
  await post.click();
  await moment(alice.page, 'Nearly sold out').waitFor();
  const fresh = bob.page.getByRole('button', { name: 'Show new ones' });
  await fresh.waitFor();
  expect(await moment(bob.page, 'Nearly sold out').count()).toBe(0);
  await fresh.click();
  await moment(bob.page, 'Nearly sold out').waitFor();
  await carol.page.getByRole('link', { name: 'All moments' }).click();
  await moment(carol.page, 'Nearly sold out').waitFor();
  expect(await moment(carol.page, 'The concert').count()).toBe(0);

  await moment(alice.page, 'The concert').getByRole('button', { name: 'Delete this' }).click();
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await moment(alice.page, 'The concert').waitFor({ state: 'detached' });
  await bob.page.reload();
  await moment(bob.page, 'Nearly sold out').waitFor();
  expect(await moment(bob.page, 'The concert').count()).toBe(0);
  expectNoFaults(alice, bob, carol, second);
});
