// What is done with messages, by two people in their browsers: by mouse, by keyboard and by finger.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { Client } from '@hubbub/client';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { signUp as signUpUser } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './accessible.ts';
import {
  createRoom,
  expectNoFaults,
  inSight,
  joinRoom,
  newPerson,
  say,
  signUp,
  type Person,
} from './people.ts';
import { lookThrough } from './look-through.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  alice = await newPerson(browser);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  bob = await newPerson(browser, phone);
  await signUp(alice, server.url, 'alice');
  await createRoom(alice.page, 'lobby');
  await signUp(bob, server.url, 'bob');
  await joinRoom(bob.page, 'lobby');
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

function line({ page }: Person, text: string): Locator {
  return page.locator('.messages article', {
    has: page.locator('.message-text', { hasText: text }),
  });
}

async function menuOf(person: Person, text: string): Promise<Locator> {
  await line(person, text).locator('.message-text').last().click({ button: 'right' });
  const menu = person.page.getByRole('menu');
  await menu.waitFor();
  return menu;
}

async function choose(person: Person, text: string, act: string): Promise<void> {
  await (await menuOf(person, text)).getByRole('menuitem', { name: act }).click();
}

function composer(page: Page): Locator {
  return page.getByLabel('Message to lobby');
}

test('a reply quotes; Escape gives it up and keeps the text', async () => {
  await say(bob.page, 'Who brings chairs?');
  await inSight(alice.page, 'Who brings chairs?');
  await line(alice, 'Who brings chairs?').hover();
  await alice.page.getByRole('toolbar').getByRole('button', { name: 'Reply' }).click();
  const task = alice.page.locator('.composer-task');
  await task.getByText('Who brings chairs?').waitFor();
  await composer(alice.page).fill('I do');
  await composer(alice.page).press('Escape');
  await task.waitFor({ state: 'detached' });
  expect(await composer(alice.page).inputValue()).toBe('I do');
  await choose(alice, 'Who brings chairs?', 'Reply');
  await composer(alice.page).press('Enter');
  const quote = line(bob, 'I do').locator('.message-quote');
  await quote.getByText('Who brings chairs?').waitFor();
  // Also where nothing may move.
  await bob.page.emulateMedia({ reducedMotion: 'reduce' });
  await quote.click();
  await bob.page.waitForFunction(() => {
    const lit = document.querySelector('.message-lit');
    const isLit = lit && getComputedStyle(lit).backgroundColor !== 'rgba(0, 0, 0, 0)';
    return isLit && lit.textContent.includes('Who brings chairs?');
  });
  await bob.page.emulateMedia({ reducedMotion: null });
});

test('arrow up in an empty composer edits the last own message, in place, and the history tells', async () => {
  await say(alice.page, 'At sevn');
  await inSight(bob.page, 'At sevn');
  await composer(alice.page).press('ArrowUp');
  await alice.page.locator('.composer-task').getByText('Edit message').waitFor();
  expect(await composer(alice.page).inputValue()).toBe('At sevn');
  await composer(alice.page).fill('At seven');
  await composer(alice.page).press('Enter');
  await inSight(bob.page, 'At seven');
  expect(await composer(alice.page).inputValue()).toBe('');
  await line(bob, 'At seven').getByRole('button', { name: '(edited)' }).click();
  const history = bob.page.getByRole('dialog', { name: 'What it said before' });
  await history.getByText('At sevn', { exact: true }).waitFor();
  await expectAccessible(bob.page, 'what it said before');
  await bob.page.keyboard.press('Escape');
  await history.waitFor({ state: 'detached' });
});

test('a menu offers what is allowed: nobody edits or takes back what another said', async () => {
  const bobs = await menuOf(alice, 'Who brings chairs?');
  await bobs.getByRole('menuitem', { name: 'Reply' }).waitFor();
  // She owns the room, and he does not.
  expect(await bobs.getByRole('menuitem', { name: 'Take back' }).count()).toBe(1);
  expect(await bobs.getByRole('menuitem', { name: 'Edit' }).count()).toBe(0);
  await expectAccessible(alice.page, 'the menu of a message');
  await alice.page.keyboard.press('Escape');
  const alices = await menuOf(bob, 'At seven');
  expect(await alices.getByRole('menuitem', { name: 'Take back' }).count()).toBe(0);
  expect(await alices.getByRole('menuitem', { name: 'Pin' }).count()).toBe(0);
  await bob.page.keyboard.press('Escape');
});

test('an emoji stands under it for both, one`s own is marked, and goes by pressing it again', async () => {
  const menu = await menuOf(alice, 'Who brings chairs?');
  await menu.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click();
  const chip = (person: Person) =>
    line(person, 'Who brings chairs?').getByRole('button', { name: /^👍/ });
  await chip(bob).waitFor();
  expect(await chip(bob).getAttribute('aria-pressed')).toBe('false');
  expect(await chip(alice).getAttribute('aria-pressed')).toBe('true');
  await chip(bob).click();
  await line(alice, 'Who brings chairs?').getByRole('button', { name: '👍 2' }).waitFor();
  await choose(alice, 'Who brings chairs?', 'Who reacted');
  const who = alice.page.getByRole('dialog', { name: 'Who reacted' });
  await who.getByText('bob').waitFor();
  await alice.page.keyboard.press('Escape');
  await chip(alice).click();
  await line(bob, 'Who brings chairs?').getByRole('button', { name: '👍 1' }).waitFor();
  await chip(bob).click();
  await chip(alice).waitFor({ state: 'detached' });
});

test('by keyboard: arrows from message to message, Enter for the menu, letters for the rest', async () => {
  const { page } = alice;
  await page.getByRole('region', { name: 'Messages' }).focus();
  await page.keyboard.press('ArrowUp');
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  expect(await focused()).toContain('At seven');
  await page.keyboard.press('ArrowUp');
  expect(await focused()).toContain('I do');
  expect(await page.locator('.messages article[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toContain('At seven');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(await focused()).toContain('At seven');
  await page.keyboard.press('e');
  expect(await composer(page).inputValue()).toBe('At seven');
  await page.keyboard.press('Escape');
  expect(await composer(page).inputValue()).toBe('');
});

test('what was taken back is a stub for both, and can be written anew; what is deleted goes for one alone', async () => {
  await say(alice.page, 'Forget this');
  await inSight(bob.page, 'Forget this');
  await choose(alice, 'Forget this', 'Take back for everybody');
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await bob.page.getByText('alice took this message back').waitFor();
  expect(await bob.page.getByText('Forget this').count()).toBe(0);
  await alice.page.getByRole('button', { name: 'Edit again' }).click();
  expect(await composer(alice.page).inputValue()).toBe('Forget this');
  await composer(alice.page).fill('');

  await choose(bob, 'At seven', 'Delete for me');
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Delete for me' }).click();
  await line(bob, 'At seven').waitFor({ state: 'detached' });
  expect(await line(alice, 'At seven').count()).toBe(1);
  await bob.page.reload();
  await inSight(bob.page, 'I do');
  expect(await line(bob, 'At seven').count()).toBe(0);
});

test('a long press opens the sheet', async () => {
  const { page } = bob;
  const box = await line(bob, 'I do').locator('.message-text').last().boundingBox();
  const session = await bob.context.newCDPSession(page);
  const touchPoints = [{ x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  const sheet = page.getByRole('menu');
  await sheet.waitFor();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  expect(await sheet.isVisible()).toBe(true);
  const place = await sheet.boundingBox();
  expect((place?.y ?? 0) + (place?.height ?? 0)).toBeGreaterThan(840);
  await expectAccessible(page, 'the sheet of a message');
  await page.keyboard.press('Escape');
});

test('a name after @ calls somebody: a chip for all, a sign in the list for whom it is', async () => {
  const { page } = bob;
  await page.getByRole('link', { name: 'Back' }).click();
  await composer(alice.page).fill('Ask ');
  await composer(alice.page).press('End');
  await composer(alice.page).pressSequentially('@bo');
  await alice.page.getByRole('option', { name: /bob/ }).waitFor();
  await expectAccessible(alice.page, 'names to mention');
  await composer(alice.page).press('Enter');
  expect(await composer(alice.page).inputValue()).toBe('Ask @bob ');
  await composer(alice.page).pressSequentially('**now**');
  await composer(alice.page).press('Enter');
  await line(alice, '@bob').getByRole('link', { name: '@bob' }).waitFor();
  await line(alice, '@bob').locator('strong', { hasText: 'now' }).waitFor();
  const row = page.getByRole('link', { name: /lobby/ });
  await row.getByText('You are mentioned').waitFor();
  expect(await row.textContent()).toContain('Ask @bob now');
  await row.click();
  await page.locator('.message-calls').waitFor();
  await page.getByText('New messages', { exact: true }).waitFor();
  // A list in a message lies in it, one item below the other.
  await composer(alice.page).fill('Two things:\n1. chairs\n2. tables');
  await composer(alice.page).press('Enter');
  const items = line(bob, 'Two things').locator('ol > li');
  await items.last().waitFor();
  const [first, second] = await items.evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect()),
  );
  expect(second?.top).toBeGreaterThanOrEqual(first?.bottom ?? Infinity);
});

test('a poll: one asks, both vote, the bars tell, and it ends', async () => {
  const { page } = alice;
  await page.getByRole('button', { name: 'Create a poll' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create a poll' });
  await dialog.getByLabel('Question').fill('Tea?');
  await dialog.getByLabel('Option 1', { exact: true }).fill('Green');
  await dialog.getByLabel('Option 2', { exact: true }).fill('Black');
  await expectAccessible(page, 'a poll to ask');
  await dialog.getByRole('button', { name: 'Ask' }).click();
  const poll = ({ page: seen }: Person) => seen.getByRole('region', { name: 'Poll: Tea?' });
  await poll(bob).getByRole('button', { name: /Green/ }).click();
  await poll(alice).getByRole('button', { name: 'Green 1 · 100 %' }).waitFor();
  await poll(alice).getByRole('button', { name: /Black/ }).click();
  await poll(bob).getByRole('button', { name: 'Green 1 · 50 %' }).waitFor();
  expect(await poll(alice).getByRole('button', { pressed: true }).count()).toBe(1);
  await expectAccessible(bob.page, 'a poll');
  await poll(alice).click({ button: 'right', position: { x: 4, y: 4 } });
  await page.getByRole('menuitem', { name: 'End the poll' }).click();
  await poll(bob).getByText('This poll has ended').waitFor();
  expect(await poll(bob).getByRole('button', { name: /Green/ }).isDisabled()).toBe(true);
});

test('a pin stands above the messages for all, leads there, and goes by who may', async () => {
  await choose(alice, 'Who brings chairs?', 'Pin');
  const bar = bob.page.locator('.pin-bar');
  await bar.getByText('Who brings chairs?').waitFor();
  await bar.locator('.pin-shown').click();
  await bob.page.locator('.message-lit', { hasText: 'Who brings chairs?' }).waitFor();
  await alice.page.getByRole('button', { name: /All pinned/ }).click();
  const dialog = alice.page.getByRole('dialog', { name: 'Pinned messages' });
  await expectAccessible(alice.page, 'pins');
  await dialog.getByRole('button', { name: 'Unpin' }).click();
  await bar.waitFor({ state: 'detached' });
});

test('several messages are chosen and forwarded, and tell where they come from', async () => {
  const { page } = alice;
  await page.keyboard.press('Escape');
  await choose(alice, 'Who brings chairs?', 'Select');
  await line(alice, 'I do').click();
  await page.getByText('2 selected').waitFor();
  await expectAccessible(page, 'messages selected');
  const bar = page.getByRole('toolbar', { name: 'With the selected messages' });
  await bar.getByRole('button', { name: 'Forward' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward to' });
  await dialog.getByLabel('Search conversations').fill('lob');
  await dialog.getByLabel('lobby').check();
  await dialog.getByLabel('Add a comment').fill('Once more');
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await bar.waitFor({ state: 'detached' });
  await inSight(bob.page, 'Once more');
  const copy = bob.page.locator('.messages article', { hasText: 'Forwarded from' });
  await copy.filter({ hasText: 'Who brings chairs?' }).waitFor();
  expect(await copy.count()).toBe(2);
});

test('600 hostile texts make no element, no handler and no address that is not allowed', async () => {
  const { page } = alice;
  const { payloads } = await import('../../packages/web/src/format/xss.vectors.ts');
  // Many in a message, so that few messages hold them all; each is a paragraph of its own.
  const chunks: string[] = [''];
  for (const payload of payloads) {
    const last = chunks.at(-1) ?? '';
    if (last.length + payload.length > 6000) chunks.push(payload);
    else chunks[chunks.length - 1] = `${last}\n\n${payload}`;
  }
  expect(await alice.context.cookies()).not.toEqual([]);
  const bad: string[] = [];
  let links = 0;
  for (const [at, chunk] of chunks.entries()) {
    await composer(page).fill(`${chunk}\n\nchunk ${at}.`);
    await composer(page).press('Enter');
    // Looked at one after the other: only what is in sight is drawn.
    const drawn = page.locator('.message-text', { hasText: `chunk ${at}.` });
    await drawn.waitFor();
    const found = await drawn.evaluate(lookThrough);
    bad.push(...found.bad);
    links += found.links;
  }
  await page.waitForFunction(() => document.querySelectorAll('.message-sending').length === 0);
  const isRun = await page.evaluate(() => '__xss' in globalThis);
  expect({ bad, isRun }).toEqual({ bad: [], isRun: false });
  expect(links).toBeGreaterThan(0);
});

test('history is cleared for oneself alone', async () => {
  await bob.page.getByRole('button', { name: 'More about this conversation' }).click();
  await bob.page.getByRole('menuitem', { name: 'Clear history for me' }).click();
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Clear history' }).click();
  await bob.page.locator('.messages article').first().waitFor({ state: 'detached' });
  expect(await alice.page.locator('.messages article').count()).toBeGreaterThan(0);
});

test('what is refused is undone and said in words', async () => {
  const { page } = alice;
  // A message has room for 20 different emoji; another client fills it.
  const carol = await signUpUser(server.url, 'carol');
  const client = new Client({ url: server.url, token: carol.token });
  await client.connect();
  const conversation = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await client.call('conversation.join', { conversation });
  await say(page, 'Full of faces');
  await inSight(page, 'Full of faces');
  await client.open(conversation);
  // It may come a moment after the conversation was opened.
  const newest = () => client.state.conversation(conversation)?.messages.at(-1);
  const { seq = 0 } = await until(newest);
  for (let at = 0; at < 20; at += 1) {
    const emoji = String.fromCodePoint(0x1f600 + at);
    await client.call('message.react', { conversation, seq, emoji, on: true });
  }
  const chips = line(alice, 'Full of faces').locator('.reaction:not(.reaction-add)');
  await chips.nth(19).waitFor();
  const menu = await menuOf(alice, 'Full of faces');
  await menu.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click();
  await page.locator('.told-problem').waitFor();
  expect(await chips.count()).toBe(20);

  await page.evaluate(() => {
    const refusal = new DOMException('no', 'NotAllowedError');
    navigator.clipboard.writeText = () => Promise.reject(refusal);
  });
  await choose(alice, 'Full of faces', 'Copy');
  await page.locator('.told-problem').getByText('That did not work.').waitFor();

  // Taken back on another device while it is being edited here: the words stay, and it is said why.
  await composer(page).press('ArrowUp');
  await page.locator('.composer-task').getByText('Edit message').waitFor();
  const other = await newPerson(browser);
  await other.context.addCookies(await alice.context.cookies());
  await other.page.goto(page.url());
  await choose(other, 'Full of faces', 'Take back for everybody');
  await other.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await line(alice, 'Full of faces').waitFor({ state: 'detached' });
  await composer(page).fill('Empty of faces');
  await composer(page).press('Enter');
  await page.getByRole('alert').getByText('This message was taken back.').waitFor();
  expect(await composer(page).inputValue()).toBe('Empty of faces');
  client.close();
  expectNoFaults(alice, bob, other);
});
