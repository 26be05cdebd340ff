import { expect } from 'bun:test';
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';

/** No rule is broken on what the page shows now. */
export async function expectAccessible(page: Page, what = ''): Promise<void> {
  expect({ what, broken: await violations(page) }).toEqual({ what, broken: [] });
}
