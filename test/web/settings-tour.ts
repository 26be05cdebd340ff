// The settings, section by section, for tour.ts.
import type { Page } from 'playwright-core';
import { pictureFile } from './picture.ts';
import type { Stop } from './tour.ts';

function section(id: string, heading: string, ready?: (page: Page) => Promise<void>): Stop {
  return {
    name: `settings ${id}`,
    open: async (page, { url }) => {
      await page.goto(`${url}/settings/${id}`);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await ready?.(page);
    },
  };
}

export const settingsTour: readonly Stop[] = [
  {
    name: 'settings',
    open: async (page, { url }) => {
      await page.goto(`${url}/settings`);
      await page.getByRole('link', { name: 'Two-step login' }).waitFor();
    },
  },
  section('profile', 'Profile', (page) => page.getByLabel('About you').waitFor()),
  {
    name: 'settings picture',
    open: async (page) => {
      const chosen = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: /a picture|Change picture/ }).click();
      await (await chosen).setFiles(pictureFile('me.png', [40, 120, 160]));
      await page.getByLabel('Zoom').waitFor();
    },
  },
  section('account', 'Account', (page) => page.getByLabel('Username').waitFor()),
  section('password', 'Password', (page) => page.getByLabel('New password').waitFor()),
  section('two-step', 'Two-step login', (page) =>
    page.getByRole('button', { name: 'Turn on' }).waitFor(),
  ),
  {
    name: 'settings qr code',
    open: async (page) => {
      await page.getByRole('button', { name: 'Turn on' }).click();
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      await page.getByText('Cannot scan it?').click();
    },
  },
  section('passkeys', 'Passkeys', (page) => page.getByText('No passkeys yet.').waitFor()),
  section('devices', 'Devices', (page) => page.getByText('In use now').waitFor()),
  section('privacy', 'Privacy'),
  section('appearance', 'Appearance'),
  section('data', 'Your data', (page) =>
    page.getByRole('button', { name: 'Prepare the file' }).waitFor(),
  ),
  section('delete', 'Delete account'),
  section('about', 'About'),
];
