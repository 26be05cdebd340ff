// Accessibility rules asked of a page, for tests and for the script that makes the pictures.
import { readFileSync } from 'node:fs';
import type axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** The small one: each document reads it anew. */
const source = readFileSync(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir), 'utf8');

/** In the light, and once more in the dark; only colours differ there: all other rules were asked in the light. */
export async function broken(page: Page): Promise<readonly string[]> {
  const inTheLight = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  const inTheDark = await violations(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
  return [...inTheLight, ...inTheDark.map((one) => `dark: ${one}`)];
}

/**
 * What axe finds, as lines to print; all its rules are asked if none are named. A document is given axe once, and nothing but what
 * is broken comes back: half a megabyte of source and every node that is well, each time, cost more than the rules themselves.
 */
export async function violations(page: Page, rules?: string[]): Promise<readonly string[]> {
  if (page.frames().length > 1) throw new Error('axe would not look into the frames of this page');
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const options: RunOptions = { resultTypes: ['violations'] };
  if (rules) options.runOnly = { type: 'rule', values: rules };
  const found = await page.evaluate(async (asked) => {
    const given = (globalThis as unknown as { axe: typeof axe }).axe;
    const results: AxeResults = await given.run(document, asked);
    return results.violations.map(({ id, nodes }) => ({ id, html: nodes.map((one) => one.html) }));
  }, options);
  return found.map(({ id, html }) => `${id}: ${html.join(' ')}`);
}

/** Colours that were on their way have come to their end. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });
}
