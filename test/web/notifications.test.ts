// Being told of messages: asked for only after one came and only by a press, in one tab, not for what is in view, and not any
// more once it was read. What comes while no page is open: push.test.ts.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectNoFaults, logIn, newPerson, type Person } from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';
import { createRoom, enter, say, type Inhabitant } from './world.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;
let alice: Person;
let bob: Inhabitant;
let owner: Inhabitant;
let lobby: string;
let kitchen: string;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  owner = await enter(server.url, 'Alice');
  bob = await enter(server.url, 'Bob');
  lobby = await createRoom(owner, 'lobby', [bob]);
  kitchen = await createRoom(owner, 'kitchen', [bob]);
  alice = await newPerson(browser);
  await alice.context.addInitScript(standIn);
});

afterAll(async () => {
  owner?.client.close();
  bob?.client.close();
  await browser?.close();
  await server?.stop();
});

/** A browser without a screen shows none: this one writes down what it was to show, and has not decided yet. */
function standIn(): void {
  const told: object[] = [];
  let permission = 'default';
  let asked = 0;
  class Told {
    onclick: (() => void) | undefined;
    constructor(title: string, { body, tag }: NotificationOptions) {
      told.push({ title, body, tag });
      Object.assign(globalThis, { newest: this });
    }
    close(): void {}
    static get permission(): string {
      return permission;
    }
    static requestPermission(): Promise<string> {
      asked += 1;
      permission = 'granted';
      return Promise.resolve(permission);
    }
  }
  /** As in a page that nobody has touched yet. */
  const chimes = { begun: 0, ended: 0 };
  class Still extends AudioContext {
    constructor() {
      super();
      chimes.begun += 1;
      this.suspend().catch(() => undefined);
    }
    override close(): Promise<void> {
      chimes.ended += 1;
      return super.close();
    }
  }
  const parts = { Notification: Told, AudioContext: Still, told, chimes, timesAsked: () => asked };
  Object.assign(globalThis, parts);
}

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

function told(page: Page): Promise<readonly Shown[]> {
  return page.evaluate(() => (globalThis as unknown as { told: Shown[] }).told);
}

test('the browser is asked after a message came, and only by a press', async () => {
  const { page } = alice;
  await logIn(alice, server.url, 'alice');
  const hint = page.getByRole('region', { name: 'Notifications' });
  expect(await hint.count()).toBe(0);
  await say(bob, lobby, 'hello');
  await hint.waitFor();
  const asked = () =>
    page.evaluate(() => (globalThis as unknown as { timesAsked: () => number }).timesAsked());
  expect(await asked()).toBe(0);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await hint.waitFor({ state: 'detached' });
  expect(await asked()).toBe(1);
});

test('one notification per conversation, none for what is in view or one’s own', async () => {
  const { page } = alice;
  await page.getByRole('navigation', { name: 'Conversations' }).getByText('lobby').click();
  await page.getByRole('heading', { level: 1, name: 'lobby' }).waitFor();
  await say(bob, lobby, 'in view');
  await say(owner, kitchen, 'my own, from elsewhere');
  await say(bob, kitchen, 'soup');
  await until(async () => (await told(page)).length > 0, { what: 'a notification' });
  expect(await told(page)).toEqual([{ title: 'Bob in kitchen', body: 'soup', tag: kitchen }]);
  await page.evaluate(() =>
    (globalThis as unknown as { newest: { onclick(): void } }).newest.onclick(),
  );
  await page.getByRole('heading', { level: 1, name: 'kitchen' }).waitFor();
  expectNoFaults(alice);
});

test('a chime that cannot be heard ends all the same', async () => {
  const { page } = alice;
  const hear = (hasSound: boolean) =>
    page.evaluate((value) => {
      const key = 'hubbub.notifications';
      const chosen = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
      localStorage.setItem(key, JSON.stringify({ ...chosen, hasSound: value }));
      dispatchEvent(new StorageEvent('storage', { key }));
    }, hasSound);
  const chimes = () =>
    page.evaluate(
      () => (globalThis as unknown as { chimes: { begun: number; ended: number } }).chimes,
    );
  await hear(true);
  await say(bob, await createRoom(owner, 'hall', [bob]), 'ding');
  await until(async () => (await chimes()).begun === 1, { what: 'a chime' });
  await until(async () => (await chimes()).ended === 1, { what: 'its end' });
  await hear(false);
});

test('what is chosen at a row: pinned first, muted quiet, marked by hand, archived until it has news', async () => {
  const { page } = alice;
  const rows = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  const row = (title: string) => rows.filter({ hasText: title });
  const choose = async (title: string, act: string) => {
    await row(title).click({ button: 'right' });
    await page.getByRole('menuitem', { name: act, exact: true }).click();
  };
  const isFirst = (title: string) => async () =>
    (await rows.first().textContent())?.includes(title);
  await say(bob, kitchen, 'newest');
  await until(isFirst('kitchen'), { what: 'the newest to come first' });
  await choose('lobby', 'Pin to top');
  await until(isFirst('lobby'), { what: 'the pinned one to come first' });
  await row('lobby').getByText('Pinned').waitFor();

  await choose('lobby', 'Mark as unread');
  await row('lobby').getByText('Marked as unread').waitFor();
  await choose('lobby', 'Mark as read');
  await row('lobby').getByText('Marked as unread').waitFor({ state: 'detached' });

  await choose('lobby', 'Mute for 1 hour');
  await row('lobby').getByText('Muted').waitFor();
  const before = await told(page);
  await say(bob, lobby, 'not a sound');
  await row('lobby').getByText('not a sound').waitFor();
  await choose('lobby', 'Archive');
  await row('lobby').waitFor({ state: 'detached' });
  await say(bob, lobby, 'still away');
  await page.getByRole('button', { name: 'Archived (1)' }).click();
  await row('lobby').getByText('still away').waitFor();
  expect(await told(page)).toEqual(before);

  await choose('lobby', 'Unmute');
  await page.getByRole('button', { name: 'Archived (1)' }).waitFor({ state: 'detached' });
  await say(bob, lobby, 'heard again');
  await until(async () => (await told(page)).at(-1)?.body === 'heard again', {
    what: 'a notification after the mute',
  });

  // The mute ends by itself, though nothing comes that would draw the list again.
  await page.clock.install();
  await choose('lobby', 'Mute for 1 hour');
  await row('lobby').getByText('Muted').waitFor();
  await page.clock.fastForward('01:00:01');
  await row('lobby').getByText('Muted').waitFor({ state: 'detached' });
  expectNoFaults(alice);
});
