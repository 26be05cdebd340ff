// How two people in browsers become contacts, by what they see and press.
import type { Page } from 'playwright-core';

export async function openTab(page: Page, name: string): Promise<void> {
  const tabs = page.getByRole('navigation', { name: 'Hubbub' });
  // On a phone the tabs are there where one begins.
  while (!(await tabs.isVisible())) await page.getByRole('link', { name: 'Back' }).click();
  await tabs.getByRole('link', { name: new RegExp(`^${name}`) }).click();
}

export async function askFor(page: Page, username: string, text: string): Promise<void> {
  await openTab(page, 'Contacts');
  await page.getByRole('button', { name: 'Add a contact' }).click();
  await page.getByLabel('Their exact username').fill(username);
  await page.getByRole('dialog').getByRole('button', { name: 'Find somebody' }).click();
  await page.getByRole('button', { name: 'Add to contacts' }).click();
  await page.getByLabel('Say who you are').fill(text);
  await page.getByRole('button', { name: 'Send request' }).click();
  await page.getByText('You have asked.').waitFor();
}

export async function acceptFrom(page: Page, name: string): Promise<void> {
  await openTab(page, 'Contacts');
  await page.getByRole('link', { name: /New requests/ }).click();
  const accept = page.getByRole('button', { name: `Accept the request of ${name}` });
  await accept.click();
  await accept.waitFor({ state: 'detached' });
}
