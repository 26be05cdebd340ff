// Every screen, light and dark: no accessibility rule is broken and no security policy violated. Two files walk, one narrow and one
// wide, in two languages, so that two workers share it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { languages, type LanguageCode } from '../../packages/web/src/strings/languages.ts';
import { t } from '../../packages/web/src/strings.ts';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { broken } from './axe.ts';
import { expectNoFaults, inSight, newPerson, password } from './people.ts';
import { speakIn } from './speaking.ts';
import { tour } from './tour.ts';
import { ensureWebBuilt } from './web-server.ts';
import { createRoom, makeWorld, say, type World } from './world.ts';

let server: TestServer;
let browser: Browser;
let world: World;

const screens: readonly { name: string; open: (page: Page) => Promise<void> }[] = [
  { name: 'conversations', open: (page) => page.getByRole('link', { name: /lobby/ }).waitFor() },
  {
    name: 'rooms',
    open: async (page) => {
      await page.goto(`${server.url}/rooms`);
      await page.getByRole('button', { name: t('rooms.openLabel', { title: 'lobby' }) }).waitFor();
    },
  },
  {
    name: 'conversation',
    open: async (page) => {
      await page.getByRole('button', { name: t('rooms.openLabel', { title: 'lobby' }) }).click();
      await inSight(page, '한국어 🎉');
      await page.getByText(t('conversation.here', { count: 2 })).waitFor();
    },
  },
  {
    name: 'members',
    open: async (page) => {
      await page.getByRole('button', { name: t('conversation.showMembers'), exact: true }).click();
      await page.getByRole('heading', { name: t('members.here') }).waitFor();
    },
  },
  {
    name: 'a question',
    open: async (page) => {
      await page.getByRole('button', { name: t('members.delete') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'not found',
    open: async (page) => {
      await page.goto(`${server.url}/c/cnv_00000000000`);
      await page.getByRole('heading', { name: t('conversation.gone') }).waitFor();
    },
  },
  {
    name: 'new room',
    open: async (page) => {
      await page.goto(server.url);
      await page.getByRole('button', { name: t('list.new'), exact: true }).click();
      await page.getByRole('button', { name: t('rooms.create') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
];

/** The tests of one walk. */
export function walk(width: number, language: LanguageCode): void {
  setDefaultTimeout(240_000);
  beforeAll(async () => {
    await ensureWebBuilt();
    [server, browser] = await Promise.all([
      startServer({ games: 'examples/games', gameThreads: 1 }),
      openBrowser(),
    ]);
    world = await makeWorld(server.url, ['Alice', 'Bob', 'Carol', 'Dora']);
    const lobby = await createRoom(world.alice, 'lobby', [world.bob]);
    for (const text of ['hello, the door is open', 'see https://example.org/a', '한국어 🎉'])
      await say(world.bob, lobby, text);
  });

  afterAll(async () => {
    world?.close();
    await browser?.close();
    await server?.stop();
  });
  test(`${width} px, ${language}: no accessibility rule is broken on any screen`, async () => {
    await speakIn(language);
    const viewport = { width, height: 844 };
    const alice = await newPerson(browser, {
      viewport,
      colorScheme: 'light',
      locale: languages[language].tag,
      hasTouch: width < 720,
    });
    const { page } = alice;
    await page.goto(server.url);
    await page.getByRole('button', { name: t('account.signUp') }).click();
    expect(await broken(page)).toEqual([]);
    await page.getByRole('button', { name: t('account.logIn') }).click();
    expect(await broken(page)).toEqual([]);
    await page.getByLabel(t('account.username')).fill('alice');
    await page.getByLabel(t('account.password'), { exact: true }).fill(password);
    await page.getByRole('button', { name: t('account.logIn') }).click();
    for (const { name, open } of [...screens, ...tour]) {
      await open(page, { url: server.url, world });
      expect({ name, broken: await broken(page) }).toEqual({ name, broken: [] });
    }
    expectNoFaults(alice);
    await alice.context.close();
  });
}
