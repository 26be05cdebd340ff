// The app as something installed: a browser would offer it, it opens without a network, and a newer build is only offered.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createRoom, expectNoFaults, newPerson, signUp, type Person } from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(120_000);

const dist = join(import.meta.dir, '../../packages/web/dist');
let server: TestServer;
let browser: Browser;
let alice: Person;

beforeAll(async () => {
  await ensureWebBuilt();
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  alice = await newPerson(browser, { serviceWorkers: 'allow' });
  await signUp(alice, server.url, 'alice');
  await alice.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('the browser finds nothing that keeps it from being installed', async () => {
  const session = await alice.context.newCDPSession(alice.page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A private window is all that a test has.
  const errors = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
  expect(errors).toEqual([]);
  const { url, errors: faults, data } = await session.send('Page.getAppManifest');
  expect({ url, faults }).toEqual({ url: `${server.url}/manifest.webmanifest`, faults: [] });
  const manifest = JSON.parse(data ?? '{}') as {
    icons: { src: string; purpose: string }[];
    shortcuts: { url: string }[];
  };
  expect(new Set(manifest.icons.map(({ purpose }) => purpose))).toEqual(
    new Set(['any', 'maskable']),
  );
  for (const { src } of manifest.icons)
    expect((await fetch(server.url + src)).headers.get('content-type')).toStartWith('image/');
  expect(manifest.shortcuts.length).toBeGreaterThan(1);
});

test('the worker keeps the files of the build and nothing else', async () => {
  await createRoom(alice.page, 'kept nowhere');
  const kept = await alice.page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        found.push(new URL(url).pathname);
    return found;
  });
  const ours = /^\/(assets\/[\w.-]+|icons\/[\w.-]+|favicon\.svg|manifest\.webmanifest|)$/;
  expect(kept.filter((path) => !ours.test(path))).toEqual([]);
  expect(kept).toContain('/');
  expect(kept.filter((path) => path.startsWith('/assets/')).length).toBeGreaterThan(10);
});

test('a newer build is offered, taken up by choice, and old tabs find their parts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-test-'));
  const [web, data] = [join(folder, 'web'), join(folder, 'data')];
  cpSync(dist, web, { recursive: true });
  const first = await startServer({ web, data });
  const bob = await newPerson(browser, { serviceWorkers: 'allow' });
  await signUp(bob, first.url, 'bob');
  const build = () =>
    bob.page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=build]')?.content);
  const old = await build();
  await bob.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await first.stop();
  rename(web, old ?? '');
  const second = await startServer({ web, data, port: first.port });
  await bob.page.evaluate(() =>
    navigator.serviceWorker.getRegistration().then((one) => one?.update()),
  );
  await bob.page.getByText('There is a new version of Hubbub.').waitFor();
  expect(await build()).toBe(old ?? '');
  await bob.page.getByRole('button', { name: 'Reload' }).click();
  await until(async () => (await build()) === 'feedfeedfeed', { what: 'the new build' });
  expect(await bob.page.getByText('There is a new version of Hubbub.').count()).toBe(0);
  await second.stop();
  rmSync(folder, { recursive: true, force: true });
  expectNoFaults(alice, bob);
});

/** The same app under another name. */
function rename(web: string, old: string): void {
  for (const name of ['index.html', 'service-worker.js']) {
    const file = join(web, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(old, 'feedfeedfeed'));
    for (const kind of ['br', 'gz']) rmSync(`${file}.${kind}`, { force: true });
  }
}
