// A group with all that messages can hold, what is done there, and who may do it, for tour.ts.
import '../../packages/web/src/attachments/texts.ts';
import '../../packages/web/src/groups/texts.ts';
import '../../packages/web/src/moderation/texts.ts';
import { t } from '../../packages/web/src/strings.ts';
import { pictureFile } from './picture.ts';
import type { Stop } from './tour.ts';
import { visit } from './visit.ts';

export const groupTour: readonly Stop[] = [
  {
    name: 'group',
    open: async (page, { url, world }) => {
      await visit(page, `${url}/c/${world.group}`);
      const question = 'How do we get there?';
      await page.getByRole('region', { name: t('poll.said', { question }) }).waitFor();
      await page.getByText('Bring warm clothes.').last().waitFor();
      await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    },
  },
  {
    name: 'menu of a message',
    open: async (page) => {
      await page.locator('.message-text', { hasText: 'Bring warm' }).click({ button: 'right' });
      await page.getByRole('menu', { name: t('act.menu') }).waitFor();
    },
  },
  {
    name: 'emoji',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('emoji.insert') }).click();
      await page.locator('.emoji-grid button').nth(40).waitFor();
    },
  },
  {
    name: 'a poll to ask',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('poll.create') }).click();
      await page.getByLabel(t('poll.question')).waitFor();
    },
  },
  {
    name: 'attached',
    open: async (page) => {
      await page.keyboard.press('Escape');
      const file = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') };
      const files = [pictureFile('hall.png', [40, 120, 160]), file];
      await page.locator('.composer input[type=file]').setInputFiles(files);
      await page
        .getByRole('button', { name: t('attachment.describe', { name: 'hall.png' }) })
        .waitFor();
      await page.locator('.tray progress').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'group panel',
    open: async (page) => {
      await page.getByRole('button', { name: t('conversation.showMembers'), exact: true }).click();
      await page.getByRole('button', { name: t('groups.rights') }).waitFor();
    },
  },
  {
    name: 'rights in a group',
    open: async (page) => {
      await page.getByRole('button', { name: t('groups.rights') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'bans',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('moderation.bans') }).click();
      await page.getByText(t('moderation.noBans')).waitFor();
    },
  },
  {
    name: 'moderation log',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t('moderation.audit') }).click();
      await page.getByRole('dialog').getByRole('listitem').nth(2).waitFor();
    },
  },
  {
    name: 'readers',
    open: async (page, { url, world }) => {
      await page.goto(`${url}/c/${world.group}`);
      // In the first second of a page, too.
      await page.locator('.message-text', { hasText: 'I ask them' }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: t('act.readers') }).click();
      await page.getByRole('dialog').getByRole('listitem').nth(1).waitFor();
    },
  },
  {
    name: 'hide',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.locator('.message-text', { hasText: 'Bring warm' }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: t('moderation.hideAction') }).click();
      await page.getByRole('dialog').getByRole('textbox').waitFor();
    },
  },
  {
    name: 'a draft',
    open: async (page, { url }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('textbox').last().fill('And bring a torch, the path');
      await visit(page, url);
      await page.getByText(t('list.draft')).first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'report',
    open: async (page, { url, world }) => {
      // The next walk begins without a draft.
      await world.alice.client.call('conversation.draft', { conversation: world.group, text: '' });
      await visit(page, `${url}/c/${world.group}`);
      await page.locator('.message-text', { hasText: 'Bring warm' }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: t('moderation.reportAction') }).click();
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
];
