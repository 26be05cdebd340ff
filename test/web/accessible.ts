import { expect } from 'bun:test';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** No rule is broken on what the page shows now. */
export async function expectAccessible(page: Page, what = ''): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const broken = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
  expect({ what, broken }).toEqual({ what, broken: [] });
}
