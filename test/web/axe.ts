// Accessibility rules asked of a page, for tests and for the script that makes the pictures.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** In the light, and once more in the dark; only colours differ there: all other rules were asked in the light. */
export async function broken(page: Page): Promise<readonly string[]> {
  const inTheLight = await violations(new AxeBuilder({ page }));
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  const inTheDark = await violations(new AxeBuilder({ page }).withRules(['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
  return [...inTheLight, ...inTheDark.map((one) => `dark: ${one}`)];
}

/** What axe finds, as lines to print. */
export async function violations(axe: AxeBuilder): Promise<readonly string[]> {
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
