// Without a network: the app opens with what it last knew, takes what is written, and sends it once when it is back. Nothing of
// it outlives the login.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectNoFaults, inSight, meetInLobby, say, shown, signUp } from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(180_000);

const data = mkdtempSync(join(tmpdir(), 'hubbub-test-'));
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer({ data }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
});

/** What the browser's databases of this page hold, as text. */
async function keptBy(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const found: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error(name));
      });
      const request = database.transaction('records').objectStore('records').getAll();
      found.push(
        await new Promise((resolve) => (request.onsuccess = () => resolve(request.result))),
      );
      database.close();
    }
    return JSON.stringify(found, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  });
}

test('the server is away: reload, read, write, and it is there exactly once', async () => {
  const [alice, bob] = await meetInLobby(browser, server.url, { serviceWorkers: 'allow' });
  const { page } = alice;
  for (const text of ['one', 'two']) await say(page, text);
  await say(bob.page, 'three');
  await inSight(page, 'three');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await until(async () => (await keptBy(page)).includes('three'), {
    what: 'the message to be kept',
  });

  const { port, url } = server;
  await server.stop();
  await page.reload();
  await page.getByText(/No connection|Reconnecting/).waitFor();
  await inSight(page, 'three');
  expect(await shown(page)).toEqual(['one', 'two', 'three']);
  await page.getByRole('navigation', { name: 'Conversations' }).getByText('lobby').waitFor();
  await page.getByText('bob', { exact: true }).first().waitFor();
  await say(page, 'from the tunnel');
  await inSight(page, 'from the tunnel');
  // Twice: what waits is kept, too.
  await page.reload();
  await inSight(page, 'from the tunnel');

  server = await startServer({ data, port });
  expect(server.url).toBe(url);
  for (const one of [page, bob.page]) {
    await until(async () => (await shown(one)).includes('from the tunnel'), {
      what: 'the message',
    });
    await until(async () => (await one.locator('.message-sending').count()) === 0, {
      what: 'its ack',
    });
    expect(await shown(one)).toEqual(['one', 'two', 'three', 'from the tunnel']);
  }
  await say(bob.page, 'welcome back');
  await inSight(page, 'welcome back');
  expectNoFaults(alice, bob);

  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  const left = await keptBy(page);
  for (const word of ['three', 'tunnel', 'lobby', 'alice']) expect(left).not.toContain(word);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('tunnel');
  await signUp(alice, server.url, 'carol');
  await page.getByText('No conversations yet.').waitFor();
  await page.reload();
  await page.getByText('No conversations yet.').waitFor();
  expect(await page.getByText('lobby').count()).toBe(0);
});
