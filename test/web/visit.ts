import type { Page } from 'playwright-core';

/**
 * Goes to another screen as a link of the app does, out of whatever was opened before. To load the page anew costs more of the
 * processor's time than most of what is then done with it.
 */
export async function visit(page: Page, address: string): Promise<void> {
  const dialogs = page.getByRole('dialog');
  for (let open = await dialogs.count(); open > 0; open = await dialogs.count())
    await page.keyboard.press('Escape');
  await page.evaluate((to) => history.pushState(null, '', to), address);
}
