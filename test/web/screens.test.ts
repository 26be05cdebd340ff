// Every screen, narrow and wide, light and dark: no accessibility rule is broken and no security policy violated.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectNoFaults, inSight, newPerson, password } from './people.ts';
import { tour } from './tour.ts';
import { ensureWebBuilt } from './web-server.ts';
import { createRoom, makeWorld, say, type World } from './world.ts';

setDefaultTimeout(240_000);

let server: TestServer;
let browser: Browser;
let world: World;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([
    startServer({ games: 'examples/games', gameThreads: 1 }),
    openBrowser(),
  ]);
  world = await makeWorld(server.url, ['Alice', 'Bob', 'Carol', 'Dora']);
  const lobby = await createRoom(world.alice, 'lobby', [world.bob]);
  for (const text of ['hello', 'see https://example.org/a', '한국어 🎉'])
    await say(world.bob, lobby, text);
});

afterAll(async () => {
  world?.close();
  await browser?.close();
  await server?.stop();
});

/** Only colours differ in the dark; all other rules were asked in the light. */
async function broken(page: Page, scheme: 'light' | 'dark'): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  if (scheme === 'dark') axe.withRules(['color-contrast']);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const screens: readonly { name: string; open: (page: Page) => Promise<void> }[] = [
  { name: 'conversations', open: (page) => page.getByRole('link', { name: /lobby/ }).waitFor() },
  {
    name: 'rooms',
    open: async (page) => {
      await page.goto(`${server.url}/rooms`);
      await page.getByRole('button', { name: 'Open lobby' }).waitFor();
    },
  },
  {
    name: 'conversation',
    open: async (page) => {
      await page.getByRole('button', { name: 'Open lobby' }).click();
      await inSight(page, '한국어 🎉');
      await page.getByText('here now').waitFor();
    },
  },
  {
    name: 'members',
    open: async (page) => {
      await page.getByRole('button', { name: 'Members', exact: true }).click();
      await page.getByRole('heading', { name: /Here now/ }).waitFor();
    },
  },
  {
    name: 'a question',
    open: async (page) => {
      await page.getByRole('button', { name: 'Delete room' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'not found',
    open: async (page) => {
      await page.goto(`${server.url}/c/cnv_00000000000`);
      await page.getByRole('heading', { name: 'This conversation is not here' }).waitFor();
    },
  },
  {
    name: 'new room',
    open: async (page) => {
      await page.goto(server.url);
      await page.getByRole('button', { name: 'New', exact: true }).click();
      await page.getByRole('button', { name: 'Create room' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
];

describe.each([
  [390, 'light'],
  [390, 'dark'],
  [1440, 'light'],
  [1440, 'dark'],
] as const)('%d px, %s', (width, colorScheme) => {
  test('no accessibility rule is broken on any screen', async () => {
    const viewport = { width, height: 844 };
    const alice = await newPerson(browser, { viewport, colorScheme, hasTouch: width < 720 });
    const { page } = alice;
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Sign up' }).click();
    expect(await broken(page, colorScheme)).toEqual([]);
    await page.getByRole('button', { name: 'Log in' }).click();
    expect(await broken(page, colorScheme)).toEqual([]);
    await page.getByLabel('Username').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    for (const { name, open } of [...screens, ...tour]) {
      await open(page, { url: server.url, world });
      expect({ name, broken: await broken(page, colorScheme) }).toEqual({ name, broken: [] });
    }
    expectNoFaults(alice);
    await alice.context.close();
  });
});
