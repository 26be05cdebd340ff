// People in browsers: each has a context of their own, so cookies and storage are theirs alone. What a page reports
// about its security policy or throws is collected, and every test looks at it in the end.
import { expect } from 'bun:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

import { slowMs } from './until-slow.ts';

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in any page of this person. */
  readonly faults: readonly string[];
}

export const password = 'correct horse battery';

export async function newPerson(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({
    locale: 'en-GB',
    // What it keeps must not hide what a test takes away; tests of it allow it.
    serviceWorkers: 'block',
    ...options,
  });
  context.setDefaultTimeout(slowMs);
  const faults: string[] = [];
  await context.exposeFunction('reportFault', (text: string) => faults.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event: SecurityPolicyViolationEvent) => {
      const { reportFault } = globalThis as unknown as { reportFault: (text: string) => void };
      reportFault(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  context.on('weberror', (error) => faults.push(String(error.error())));
  const page = await context.newPage();
  return { context, page, faults };
}

export async function signUp({ page }: Person, url: string, username: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
}

export async function logIn({ page }: Person, url: string, username: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
}

export async function createRoom(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('button', { name: 'Create room' }).click();
  await page.getByLabel('Title').fill(title);
  await page.getByRole('dialog').getByRole('button', { name: 'Create room' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

export async function joinRoom(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Find a room' }).click();
  await page.getByLabel('Search rooms by title').fill(title);
  await page.getByRole('button', { name: `Join ${title}` }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Alice and Bob in the room that she opened. */
export async function meetInLobby(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<readonly [alice: Person, bob: Person]> {
  const [alice, bob] = await Promise.all([newPerson(browser, options), newPerson(browser)]);
  await Promise.all([signUp(alice, url, 'alice'), signUp(bob, url, 'bob')]);
  await createRoom(alice.page, 'lobby');
  await joinRoom(bob.page, 'lobby');
  return [alice, bob];
}

/** The server is asked for what it does not know in place of these, and refuses. Before the page opens. */
export async function spoil({ page }: Person, operations: readonly string[]): Promise<void> {
  await page.routeWebSocket('**/v1/socket', (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((data) => {
      const frames = Buffer.from(data as Uint8Array);
      for (const operation of operations) {
        const at = frames.indexOf(operation);
        if (at >= 0) frames.write('X', at + operation.length - 1);
      }
      server.send(frames);
    });
  });
}

export async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByLabel('Message to');
  await composer.fill(text);
  await composer.press('Enter');
}

/** The texts of the messages in the open conversation, in the order in which they are drawn. */
export async function shown(page: Page): Promise<readonly string[]> {
  const rows = page.locator('.messages li');
  const found = await rows.evaluateAll((all) =>
    all
      .map((row) => ({
        at: Number((row as HTMLElement).dataset['index']),
        text: row.querySelector('.message-text')?.textContent,
      }))
      .sort((a, b) => a.at - b.at)
      .map((row) => row.text),
  );
  return found.filter((text) => text !== undefined && text !== null);
}

export async function inSight(page: Page, text: string): Promise<void> {
  await page.locator('.messages').getByText(text, { exact: true }).first().waitFor();
}

export function expectNoFaults(...people: readonly Person[]): void {
  expect(people.flatMap((person) => person.faults)).toEqual([]);
}
