// A walk through the screens of the tabs, for whoever looks at each: the test of accessibility and the pictures of the
// documentation. The one who walks is alice of world.ts, logged in.
import type { Page } from 'playwright-core';
import { settingsTour } from './settings-tour.ts';
import type { World } from './world.ts';

export interface Stop {
  readonly name: string;
  /** Resolves when the screen is there to be looked at. */
  readonly open: (page: Page, walk: Walk) => Promise<void>;
}

export interface Walk {
  readonly url: string;
  readonly world: World;
}

export const tour: readonly Stop[] = [
  {
    name: 'switcher',
    open: async (page, { url }) => {
      await page.goto(url);
      await page.getByRole('navigation', { name: 'Conversations' }).getByText('Launch').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'switcher finds',
    open: async (page) => {
      await page.getByRole('combobox').fill('la');
      await page.getByRole('option', { name: /Launch day/ }).waitFor();
    },
  },
  {
    name: 'keys',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('combobox').waitFor({ state: 'detached' });
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    },
  },
  {
    name: 'contacts',
    open: async (page, { url }) => {
      await page.goto(`${url}/contacts`);
      await page.getByRole('navigation', { name: 'Contacts' }).getByText('Bob').waitFor();
    },
  },
  {
    name: 'find a contact',
    open: async (page) => {
      await page.getByRole('button', { name: 'Add a contact' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'requests',
    open: async (page, { url }) => {
      await page.goto(`${url}/contacts/requests`);
      await page.getByText('Dora, from the book club').waitFor();
    },
  },
  {
    name: 'profile',
    open: async (page, { url, world }) => {
      await page.goto(`${url}/contacts/${world.bob.id}`);
      await page.getByRole('button', { name: 'Remove tag choir' }).waitFor();
    },
  },
  {
    name: 'moments',
    open: async (page, { url }) => {
      await page.goto(`${url}/moments`);
      await page.getByText('First snow.').waitFor();
      await page.getByText('Where is that?').waitFor();
      await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    },
  },
  {
    name: 'a comment',
    open: async (page) => {
      await page.getByRole('button', { name: 'Reply to Carol' }).click();
      await page.getByLabel('Reply to Carol').last().fill('Behind the mill');
    },
  },
  {
    name: 'a picture',
    open: async (page) => {
      await page.getByRole('button', { name: /Open picture 1 of 3/ }).click();
      await page.getByRole('dialog').getByRole('img').waitFor();
    },
  },
  {
    name: 'write a moment',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'New moment', exact: true }).click();
      await page.getByLabel('All but some').check();
    },
  },
  {
    name: 'notices',
    open: async (page, { url }) => {
      await page.goto(`${url}/moments/notices`);
      await page.getByText('Bob: Thank you!').waitFor();
    },
  },
  {
    name: 'album',
    open: async (page, { url, world }) => {
      await page.goto(`${url}/moments/${world.alice.id}`);
      await page.getByText('Rehearsal moved to seven.').waitFor();
    },
  },
  {
    name: 'games',
    open: async (page, { url }) => {
      await page.goto(`${url}/games`);
      await page.getByRole('button', { name: 'Join Pong with Carol' }).waitFor();
    },
  },
  {
    name: 'new game',
    open: async (page) => {
      await page.getByRole('button', { name: 'New game' }).click();
      await page.getByRole('button', { name: 'Create game' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'a game that waits',
    open: async (page) => {
      await page.getByRole('radio', { name: /Crazy Eights/ }).check();
      await page.getByRole('dialog').getByRole('button', { name: 'Create game' }).click();
      await page.getByText('Two players or more, then anybody deals.').waitFor();
    },
  },
  {
    name: 'invitation',
    open: async (page) => {
      await page.getByRole('button', { name: 'Invite' }).click();
      await page.getByLabel('Link', { exact: true }).waitFor();
    },
  },
  {
    name: 'cards',
    open: async (page, { world }) => {
      const game = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      const bob = await world.bob.client.games.join({ game });
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Deal' }).click();
      await page.getByRole('region', { name: 'Your hand' }).waitFor();
      if (bob.game.conversation) world.bob.client.send(bob.game.conversation, 'Good luck!');
      await page.getByText('Good luck!').first().waitFor();
    },
  },
  {
    name: 'a game that is over',
    open: async (page, { world }) => {
      const [game] = (await world.bob.client.games.list({ seated: true })).games;
      await world.bob.client.call('game.leave', { game: game?.id ?? '' });
      await page.getByRole('button', { name: 'Play again' }).waitFor();
    },
  },
  ...settingsTour,
];
