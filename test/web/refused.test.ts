// A server that does not want this page: why is said, and what was there stays when it comes back.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { Client } from '@hubbub/client';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createRoom, expectNoFaults, inSight, newPerson, password, say, signUp } from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer({ userSockets: 2 }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('one page too many says so, and works when another was closed', async () => {
  const alice = await newPerson(browser);
  await signUp(alice, server.url, 'alice');
  await createRoom(alice.page, 'lobby');
  await say(alice.page, 'here I am');
  const second = await alice.context.newPage();
  await second.goto(alice.page.url());
  await inSight(second, 'here I am');

  const third = new Client({ url: server.url });
  await third.logIn({ username: 'alice', password });
  const error = await third.connect().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ reason: 'CAPACITY' });
  expect([third.status, third.refusal]).toEqual(['refused', 'TOO_MANY']);

  const page = await alice.context.newPage();
  await page.goto(alice.page.url());
  await page.getByText('You have Hubbub open in too many places.').waitFor();
  await second.close();
  await until(
    async () => {
      await third.connect().catch(() => undefined);
      return third.status === 'online';
    },
    { what: 'the place of the closed page' },
  );
  expect(third.refusal).toBeUndefined();
  expect(third.state.inbox().map((entry) => entry.conversation.title)).toEqual(['lobby']);
  third.close();
  expectNoFaults(alice);
});
