// The page of examples/chat-app, built and served as its README says, in two browsers.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectNoFaults, newPerson } from '../web/people.ts';

setDefaultTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'hubbub-chat-app-'));
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  const build = join(import.meta.dir, '../../examples/chat-app/build.ts');
  const child = Bun.spawn([process.execPath, build, folder], { stdout: 'ignore' });
  expect(await child.exited).toBe(0);
  [server, browser] = await Promise.all([startServer({ web: folder }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function signUp(page: Page, name: string): Promise<void> {
  await page.goto(server.url);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign up' }).click();
}

async function enter(page: Page, room: string): Promise<void> {
  await page.getByLabel('Room').fill(room);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('heading', { name: room }).waitFor();
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message').fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

test('two people sign up, meet in a room, stay logged in over a reload, and leave', async () => {
  const [alice, bob] = await Promise.all([newPerson(browser), newPerson(browser)]);
  await signUp(alice.page, 'alice');
  await enter(alice.page, 'kitchen');
  await signUp(bob.page, 'bob');
  await enter(bob.page, 'kitchen');
  await alice.page.getByText('2 here').waitFor();
  await say(alice.page, 'soup is ready');
  await bob.page.getByText('alice: soup is ready').waitFor();
  await say(bob.page, '<b>coming</b>');
  await alice.page.getByText('bob: <b>coming</b>').waitFor();

  // The session is a cookie that the page cannot read.
  expect(await bob.page.evaluate(() => document.cookie)).toBe('');
  await bob.page.reload();
  await enter(bob.page, 'kitchen');
  await bob.page.getByText('bob: <b>coming</b>').waitFor();
  await bob.page.getByRole('button', { name: 'Leave' }).click();
  await bob.page.getByText('soup is ready').waitFor({ state: 'detached' });
  await alice.page.getByText('1 here').waitFor();
  await alice.page.getByRole('button', { name: 'Log out' }).click();
  await alice.page.getByRole('button', { name: 'Log in' }).click({ trial: true });
  expectNoFaults(alice, bob);
});
