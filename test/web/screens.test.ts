// Every screen, narrow and wide, light and dark: no accessibility rule is broken and no security policy violated.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
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

/** In the light, and once more in the dark; only colours differ there: all other rules were asked in the light. */
async function broken(page: Page): Promise<readonly string[]> {
  const inTheLight = await violations(new AxeBuilder({ page }));
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  const inTheDark = await violations(new AxeBuilder({ page }).withRules(['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
  return [...inTheLight, ...inTheDark.map((one) => `dark: ${one}`)];
}

async function violations(axe: AxeBuilder): Promise<readonly string[]> {
  // One page without frames of others: the mode for those opens a page of its own each time.
  const { violations: found } = await axe.setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Colours that were on their way have come to their end. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });
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

test.each([390, 1440])('%d px: no accessibility rule is broken on any screen', async (width) => {
  const viewport = { width, height: 844 };
  const alice = await newPerson(browser, {
    viewport,
    colorScheme: 'light',
    hasTouch: width < 720,
  });
  const { page } = alice;
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Sign up' }).click();
  expect(await broken(page)).toEqual([]);
  await page.getByRole('button', { name: 'Log in' }).click();
  expect(await broken(page)).toEqual([]);
  await page.getByLabel('Username').fill('alice');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  for (const { name, open } of [...screens, ...tour]) {
    await open(page, { url: server.url, world });
    expect({ name, broken: await broken(page) }).toEqual({ name, broken: [] });
  }
  expectNoFaults(alice);
  await alice.context.close();
});
