// A walk through the screens of the tabs, for whoever looks at each: the test of accessibility and the pictures of the
// documentation. The one who walks is alice of world.ts, logged in.
import type { Page } from 'playwright-core';
import '../../packages/web/src/games/texts.ts';
import '../../packages/web/src/moments/texts.ts';
import { t } from '../../packages/web/src/strings.ts';
import { groupTour } from './group-tour.ts';
import { settingsTour } from './settings-tour.ts';
import { visit } from './visit.ts';
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
  ...groupTour,
  {
    name: 'switcher',
    open: async (page, { url }) => {
      await visit(page, url);
      await page
        .getByRole('navigation', { name: t('list.label') })
        .getByText('Launch')
        .waitFor();
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
      await page.getByRole('dialog', { name: t('keys.title') }).waitFor();
    },
  },
  {
    name: 'search',
    open: async (page, { url }) => {
      await visit(page, `${url}/search?q=the`);
      await page
        .getByRole('region', { name: t('search.messages') })
        .getByRole('button')
        .first()
        .waitFor();
    },
  },
  {
    name: 'a message that was found',
    open: async (page) => {
      await page
        .getByRole('region', { name: t('search.messages') })
        .getByRole('button')
        .first()
        .click();
      await page.getByRole('link', { name: t('search.open') }).waitFor();
      await page.locator('.search-line[aria-current=true]').waitFor();
    },
  },
  {
    name: 'contacts',
    open: async (page, { url }) => {
      await visit(page, `${url}/contacts`);
      await page
        .getByRole('navigation', { name: t('tab.contacts') })
        .getByText('Bob')
        .waitFor();
    },
  },
  {
    name: 'find a contact',
    open: async (page) => {
      await page.getByRole('button', { name: t('contact.find') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'requests',
    open: async (page, { url }) => {
      await visit(page, `${url}/contacts/requests`);
      await page.getByText('Dora, from the book club').waitFor();
    },
  },
  {
    name: 'profile',
    open: async (page, { url, world }) => {
      await visit(page, `${url}/contacts/${world.bob.id}`);
      await page.getByRole('button', { name: t('contact.removeTag', { tag: 'choir' }) }).waitFor();
    },
  },
  {
    name: 'moments',
    open: async (page, { url }) => {
      await visit(page, `${url}/moments`);
      await page.getByText('First snow.').waitFor();
      await page.getByText('Where is that?').waitFor();
      await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    },
  },
  {
    name: 'a comment',
    open: async (page, { world }) => {
      const label = t('moment.replyLabel', { name: world.carol.name });
      await page.getByRole('button', { name: label }).click();
      await page.getByLabel(label).last().fill('Behind the mill');
    },
  },
  {
    name: 'a picture',
    open: async (page, { world }) => {
      const label = t('moment.openPicture', { at: 1, count: 3, name: world.bob.name });
      await page.getByRole('button', { name: label }).click();
      await page.getByRole('dialog').getByRole('img').waitFor();
    },
  },
  {
    name: 'write a moment',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('moment.write'), exact: true }).click();
      await page.getByLabel(t('moment.audience.EXCEPT')).check();
    },
  },
  {
    name: 'notices',
    open: async (page, { url, world }) => {
      await visit(page, `${url}/moments/notices`);
      await page
        .getByText(t('moment.noticeComment', { name: world.bob.name, text: 'Thank you!' }))
        .waitFor();
    },
  },
  {
    name: 'album',
    open: async (page, { url, world }) => {
      await visit(page, `${url}/moments/${world.alice.id}`);
      await page.getByText('Rehearsal moved to seven.').waitFor();
    },
  },
  {
    name: 'games',
    open: async (page, { url, world }) => {
      await visit(page, `${url}/games`);
      const label = t('game.joinLabel', { name: t('game.pong'), names: world.carol.name });
      await page.getByRole('button', { name: label }).waitFor();
    },
  },
  {
    name: 'new game',
    open: async (page) => {
      await page.getByRole('button', { name: t('game.new') }).click();
      await page.getByRole('button', { name: t('game.create') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'a game that waits',
    open: async (page) => {
      await page.getByRole('radio', { name: t('game.eights') }).check();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('game.create') })
        .click();
      await page.getByText(t('eights.waiting')).waitFor();
    },
  },
  {
    name: 'invitation',
    open: async (page) => {
      await page.getByRole('button', { name: t('game.invite') }).click();
      await page.getByLabel(t('game.link'), { exact: true }).waitFor();
    },
  },
  {
    name: 'cards',
    open: async (page, { world }) => {
      const game = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      const bob = await world.bob.client.games.join({ game });
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('eights.start') }).click();
      await page.getByRole('region', { name: t('eights.hand') }).waitFor();
      if (bob.game.conversation) world.bob.client.send(bob.game.conversation, 'Good luck!');
      await page.getByText('Good luck!').first().waitFor();
    },
  },
  {
    name: 'a game that is over',
    open: async (page, { world }) => {
      const [game] = (await world.bob.client.games.list({ seated: true })).games;
      await world.bob.client.call('game.leave', { game: game?.id ?? '' });
      await page.getByRole('button', { name: t('game.again') }).waitFor();
    },
  },
  ...settingsTour,
];
