// What tests of accounts in browsers share: a server that sends mails, takes guests and has a clock that can be moved, so that
// a login is not fresh any more; one browser; and what is read with a field.
import type { Page } from 'playwright-core';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { openBrowser } from '../support/browser.ts';
import { openMailbox, type Mailbox } from '../support/mailbox.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { logIn, newPerson, signUp, type Person } from './people.ts';
import { visit } from './visit.ts';
import { ensureWebBuilt } from './web-server.ts';

export interface Stage {
  readonly server: TestServer;
  readonly mailbox: Mailbox;
  /** By the server's clock. */
  readonly now: () => number;
  readonly pass: (minutes: number) => void;
  /** Somebody in a browser, not logged in. */
  readonly enter: (options?: Parameters<typeof newPerson>[1]) => Promise<Person>;
  readonly meet: (username: string) => Promise<Person>;
  /** The same user in another browser. */
  readonly again: (username: string) => Promise<Person>;
  readonly open: (page: Page, section: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openStage(): Promise<Stage> {
  await ensureWebBuilt();
  let lateMs = 0;
  const now = () => Date.now() + lateMs;
  const mailbox = await openMailbox();
  const options = { guests: true, smtp: mailbox.url, mailFrom: 'Hubbub <hubbub@example.com>' };
  const [server, browser] = await Promise.all([
    startServer(options, { clock: { ...systemClock, now } }),
    openBrowser(),
  ]);
  const enter: Stage['enter'] = (more) => newPerson(browser, more);
  return {
    server,
    mailbox,
    now,
    pass: (minutes) => {
      lateMs += minutes * 60_000;
    },
    enter,
    async meet(username) {
      const person = await enter();
      await signUp(person, server.url, username);
      return person;
    },
    async again(username) {
      const person = await enter();
      await logIn(person, server.url, username);
      return person;
    },
    async open(page, section) {
      await visit(page, `${server.url}/settings/${section}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    async close() {
      await browser.close();
      await server.stop();
      await mailbox.close();
    },
  };
}

export function isFocused(page: Page, label: string): Promise<boolean> {
  const field = page.getByLabel(label, { exact: true });
  return field.evaluate((input) => input === document.activeElement);
}

/** What is read with a field besides its label. */
export function describedBy(page: Page, label: string): Promise<string> {
  const field = page.getByLabel(label, { exact: true });
  return field.evaluate((input) =>
    (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  );
}
