// Games as people meet them: two browsers, a whole game of cards and some pong, with the chat beside.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { openTab } from './friends.ts';
import { expectNoFaults, inSight, logIn, newPerson, say, signUp } from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(240_000);

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([
    startServer({ games: join(import.meta.dir, 'games'), gameThreads: 1 }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** One move of whoever's turn it is, without a mouse; false when it is not this one's. */
async function move(page: Page): Promise<boolean> {
  if ((await page.getByText('Your turn', { exact: true }).count()) === 0) return false;
  // Without waiting: with the last card all of it goes away.
  const table = async () => (await page.locator('.eights').allInnerTexts()).join();
  const before = await table();
  // In one go: between two looks the turn may have passed on.
  const isFocused = await page.evaluate(() => {
    const card = document.querySelector<HTMLElement>('.eights-hand [aria-disabled="false"]');
    const draw = document.querySelector<HTMLElement>('.card-back:not(:disabled)');
    (card ?? draw)?.focus();
    return (card ?? draw) !== null;
  });
  if (!isFocused) return false;
  await page.keyboard.press('Enter');
  const suits = page.getByRole('dialog').getByRole('button', { name: 'hearts' });
  await until(async () => (await suits.isVisible()) || (await table()) !== before, {
    what: 'the move to be seen',
  });
  // Likewise: on a busy machine it was seen to be gone between two looks, and was waited for until the end.
  const [suit] = await suits.elementHandles();
  if (suit !== undefined) {
    await suit.evaluate((one) => (one as HTMLElement).focus());
    await page.keyboard.press('Enter');
    await suits.waitFor({ state: 'detached' });
  }
  return true;
}

test('two people play cards to the end, talk beside it, and play again', async () => {
  const [alice, bob] = await Promise.all([newPerson(browser), newPerson(browser, phone)]);
  await Promise.all([signUp(alice, server.url, 'alice'), signUp(bob, server.url, 'bob')]);
  await openTab(alice.page, 'Games');
  await alice.page.getByText('Nobody is waiting.').waitFor();
  await expectAccessible(alice.page, 'an empty lobby');
  await alice.page.getByRole('button', { name: 'New game' }).click();
  await alice.page.getByRole('button', { name: 'Create game' }).click();
  await alice.page.getByRole('radio', { name: /Crazy Eights/ }).check();
  await alice.page.getByLabel('Only for those with the code').check();
  await expectAccessible(alice.page, 'creating a game');
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Create game' }).click();
  await alice.page.getByRole('heading', { level: 1, name: 'Crazy Eights' }).waitFor();
  expect(await alice.page.getByRole('button', { name: 'Deal' }).isDisabled()).toBe(true);

  // Private: in no list, entered by the link of the invitation.
  await openTab(bob.page, 'Games');
  await bob.page.getByText('Nobody is waiting.').waitFor();
  await alice.page.getByRole('button', { name: 'Invite' }).click();
  const link = await alice.page.getByLabel('Link', { exact: true }).inputValue();
  expect(await alice.page.getByLabel('Code', { exact: true }).inputValue()).not.toBe('');
  await expectAccessible(alice.page, 'an invitation');
  await alice.page.keyboard.press('Escape');
  await bob.page.goto(link);
  await bob.page.getByRole('heading', { level: 1, name: 'Crazy Eights' }).waitFor();

  await say(alice.page, 'good luck');
  await inSight(bob.page, 'good luck');
  await say(bob.page, 'and you');
  await inSight(alice.page, 'and you');
  await alice.page.getByRole('button', { name: 'Deal' }).click();
  for (const { page } of [alice, bob])
    await page.getByRole('region', { name: 'Your hand' }).waitFor();
  expect(await alice.page.getByText('5 cards').count()).toBe(2);
  await expectAccessible(alice.page, 'cards, wide');
  await expectAccessible(bob.page, 'cards, narrow');
  // What the other one holds is nowhere on the page.
  const hands = await Promise.all(
    [alice, bob].map(({ page }) =>
      page
        .getByRole('region', { name: 'Your hand' })
        .getByRole('button')
        .evaluateAll((all) => all.map((one) => one.querySelector('.only-read')?.textContent)),
    ),
  );
  expect(new Set(hands.flat()).size).toBe(10);

  // Whose turn it is sees it from elsewhere too; the chat is beside the game and nowhere else.
  const isTurn = (await alice.page.getByText('Your turn', { exact: true }).count()) > 0;
  await openTab(alice.page, 'Chats');
  await alice.page.getByText('No conversations yet.').waitFor();
  const waiting = alice.page.getByText('1 game waits for you');
  if (isTurn) await waiting.waitFor();
  else expect(await waiting.count()).toBe(0);
  await openTab(alice.page, 'Games');
  await alice.page.getByRole('heading', { level: 1, name: 'Crazy Eights' }).waitFor();

  const over = (page: Page) => page.getByRole('heading', { name: 'Game over' });
  for (let moves = 0; moves < 300; moves += 1) {
    if ((await over(alice.page).count()) > 0) break;
    if (!(await move(alice.page)) && !(await move(bob.page)))
      await until(
        async () =>
          (await over(alice.page).count()) > 0 ||
          (await alice.page.getByText('Your turn', { exact: true }).count()) > 0 ||
          (await bob.page.getByText('Your turn', { exact: true }).count()) > 0,
        { what: 'somebody’s turn' },
      );
  }
  await Promise.all([over(alice.page).waitFor(), over(bob.page).waitFor()]);
  const texts = await Promise.all(
    [alice, bob].map(({ page }) => page.locator('.game-result p').innerText()),
  );
  expect(texts.toSorted()).toEqual(
    [texts[0] === 'You won!' ? 'alice won.' : 'bob won.', 'You won!'].toSorted(),
  );
  await expectAccessible(bob.page, 'a result');
  await alice.page.getByRole('button', { name: 'Play again' }).click();
  await alice.page.getByRole('button', { name: 'Deal' }).waitFor();
  expectNoFaults(alice, bob);
});

/** Where the middle of a paddle is drawn, as a share of the height; undefined while there is none. */
async function paddle(page: Page, side: 'left' | 'right'): Promise<number | undefined> {
  return await page.locator('.pong-field canvas').evaluate((element, isLeft) => {
    const canvas = element as HTMLCanvasElement;
    const x = Math.round(canvas.width * (isLeft ? 0.025 : 0.975));
    const { data } = canvas.getContext('2d')!.getImageData(x, 0, 1, canvas.height);
    const rows = [...Array(canvas.height).keys()].filter((y) => data[y * 4 + 3]! > 0);
    if (rows.length === 0) return undefined;
    return (rows[0]! + rows.at(-1)!) / 2 / canvas.height;
  }, side === 'left');
}

test('two people play pong by keyboard and by finger; a lost seat is held and taken again', async () => {
  const [carol, dora] = await Promise.all([newPerson(browser), newPerson(browser, phone)]);
  await Promise.all([signUp(carol, server.url, 'carol'), signUp(dora, server.url, 'dora')]);
  await openTab(carol.page, 'Games');
  await carol.page.getByRole('button', { name: 'Play Pong now' }).click();
  await carol.page.getByText('Waiting for the other player').waitFor();
  await openTab(dora.page, 'Games');
  await dora.page.getByRole('button', { name: 'Join Pong with carol' }).waitFor();
  await expectAccessible(dora.page, 'a lobby with a game');
  await dora.page.getByRole('button', { name: 'Play Pong now' }).click();
  for (const { page } of [carol, dora])
    await page.getByText('Waiting for the other player').waitFor({ state: 'detached' });
  await expectAccessible(carol.page, 'pong, wide');
  await expectAccessible(dora.page, 'pong, narrow');

  const start = (await until(() => paddle(carol.page, 'left'), { what: 'the paddle' })) as number;
  await carol.page.getByRole('application').focus();
  await carol.page.keyboard.down('ArrowDown');
  await until(async () => ((await paddle(dora.page, 'left')) ?? 0) > start + 0.15, {
    what: 'the left paddle to go down at the other’s',
  });
  await carol.page.keyboard.up('ArrowDown');
  const box = await dora.page.getByRole('application').boundingBox();
  await dora.page.mouse.move(box!.x + 20, box!.y + 4);
  await dora.page.mouse.down();
  await until(async () => ((await paddle(carol.page, 'right')) ?? 1) < 0.25, {
    what: 'the right paddle to go up to the finger',
  });
  await dora.page.mouse.up();

  await dora.page.goto('about:blank');
  await carol.page.getByText('dora connection lost, seat is held').waitFor();
  await carol.page.getByText('Somebody is away.').waitFor();
  await dora.page.goto(server.url);
  await dora.page.getByText('1 game waits for you').waitFor();
  await openTab(dora.page, 'Games');
  await dora.page.getByRole('link', { name: /Pong/ }).click();
  await carol.page.getByText('dora here').waitFor();
  await until(
    async () => {
      const points = await carol.page.locator('.pong-score strong').allInnerTexts();
      return points.some((point) => point !== '0');
    },
    { what: 'a point' },
  );

  // Another device takes the seat, and nobody takes it back by himself.
  const second = await newPerson(browser);
  await logIn(second, server.url, 'carol');
  await second.page.goto(carol.page.url());
  await second.page.getByRole('application').waitFor();
  await carol.page.getByText('You have no seat in this game').waitFor();
  await carol.page.getByRole('button', { name: 'Join', exact: true }).click();
  await carol.page.getByRole('application').waitFor();
  await second.page.getByText('You have no seat in this game').waitFor();

  await dora.page.getByRole('button', { name: 'Leave game' }).click();
  await expectAccessible(dora.page, 'leaving');
  await dora.page.getByRole('dialog').getByRole('button', { name: 'Leave game' }).click();
  await carol.page.getByText('You won!').waitFor();
  expectNoFaults(carol, dora, second);
});
