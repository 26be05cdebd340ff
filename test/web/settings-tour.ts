// The settings, section by section, for tour.ts.
import type { Locator, Page } from 'playwright-core';
import '../../packages/web/src/settings/texts.ts';
import { t, type StringKey } from '../../packages/web/src/strings.ts';
import { pictureFile } from './picture.ts';
import type { Stop } from './tour.ts';
import { visit } from './visit.ts';

function section(id: string, heading: StringKey, ready?: (page: Page) => Promise<void>): Stop {
  return {
    name: `settings ${id}`,
    open: async (page, { url }) => {
      await visit(page, `${url}/settings/${id}`);
      await page.getByRole('heading', { level: 1, name: t(heading) }).waitFor();
      await ready?.(page);
    },
  };
}

/** The offer of notifications has a button of the same name. */
function turnOn(page: Page): Locator {
  return page.getByRole('main').getByRole('button', { name: t('twoStep.turnOn') });
}

export const settingsTour: readonly Stop[] = [
  {
    name: 'settings',
    open: async (page, { url }) => {
      await visit(page, `${url}/settings`);
      await page.getByRole('link', { name: t('twoStep.title') }).waitFor();
    },
  },
  section('profile', 'profile.title', (page) =>
    page.getByRole('textbox', { name: t('profile.about') }).waitFor(),
  ),
  {
    name: 'settings picture',
    open: async (page) => {
      const chosen = page.waitForEvent('filechooser');
      const choose = [t('profile.choosePicture'), t('profile.changePicture')].join('|');
      await page.getByRole('button', { name: new RegExp(choose) }).click();
      await (await chosen).setFiles(pictureFile('me.png', [40, 120, 160]));
      await page.getByLabel(t('profile.zoom')).waitFor();
    },
  },
  section('account', 'own.title', (page) => page.getByLabel(t('account.username')).waitFor()),
  section('notifications', 'notify.hintLabel', (page) => page.getByLabel(t('notify.on')).waitFor()),
  section('password', 'password.title', (page) => page.getByLabel(t('password.new')).waitFor()),
  section('two-step', 'twoStep.title', (page) => turnOn(page).waitFor()),
  {
    name: 'settings qr code',
    open: async (page) => {
      await turnOn(page).click();
      await page.getByRole('img', { name: t('twoStep.qrLabel') }).waitFor();
      await page.getByText(t('twoStep.byHand')).click();
    },
  },
  section('passkeys', 'passkeys.title', (page) => page.getByText(t('passkeys.empty')).waitFor()),
  section('devices', 'devices.title', (page) => page.getByText(t('devices.now')).waitFor()),
  section('privacy', 'privacy.title'),
  section('appearance', 'appearance.label'),
  section('data', 'data.title', (page) =>
    page.getByRole('button', { name: t('data.begin') }).waitFor(),
  ),
  section('delete', 'deletion.title'),
  section('about', 'about.title'),
];
