// The server is killed in the middle and started again: the page comes back by itself and nothing is lost or doubled.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from './until-slow.ts';
import { expectNoFaults, inSight, meetInLobby, say, shown } from './people.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

const data = mkdtempSync(join(tmpdir(), 'hubbub-test-'));
let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([spawnServer({ data }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
});

test('kill -9 and start again: acknowledged messages once, waiting ones sent', async () => {
  const [alice, bob] = await meetInLobby(browser, server.url);
  await alice.page.getByText('bob joined').waitFor();
  const before = ['one', 'two', 'three'];
  for (const text of before) await say(alice.page, text);
  await inSight(bob.page, 'three');

  // Some of these are on their way when the server dies.
  for (const text of ['four', 'five', 'six']) await say(alice.page, text);
  await server.kill();
  await alice.page.getByText(/Reconnecting|No connection/).waitFor();
  for (const text of ['seven', 'eight']) await say(alice.page, text);
  expect(await alice.page.getByText('Sending…').count()).toBeGreaterThan(0);

  server = await spawnServer({ data, port: server.port });
  const wanted = [...before, 'four', 'five', 'six', 'seven', 'eight'];
  for (const { page } of [alice, bob]) {
    await until(async () => (await shown(page)).includes('eight'), {
      what: 'the last message',
    });
    expect(await shown(page)).toEqual(wanted);
  }
  await until(async () => (await alice.page.locator('.message-sending').count()) === 0, {
    what: 'everything to be acknowledged',
  });
  await alice.page.reload();
  await inSight(alice.page, 'eight');
  expect(await shown(alice.page)).toEqual(wanted);
  expectNoFaults(alice, bob);
});
