// What a push service brings: the server asks it only while nobody looks, and the service worker shows it once. What it would show
// is read back from the browser itself.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { installed, openWholeBrowser } from '../support/browser.ts';
import { hasOpenssl } from '../support/certificate.ts';
import { leaveOut } from '../support/left-out.ts';
import { startPushService, type Pushed, type PushService } from '../support/push-service.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectNoFaults, logIn, newPerson, type Person } from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';
import { createRoom, enter, say, type Inhabitant } from './world.ts';

setDefaultTimeout(120_000);

const canRun = hasOpenssl && installed !== undefined;
if (!installed) leaveOut('push in a browser (no Chromium with notifications is installed)');

let service: PushService;
let server: TestServer;
let browser: Browser;
let bob: Inhabitant;
let owner: Inhabitant;

beforeAll(async () => {
  if (!canRun) return;
  await ensureWebBuilt();
  service = await startPushService();
  const push = { pushHosts: [service.host], pushCa: service.caFile };
  [server, browser] = await Promise.all([startServer(push), openWholeBrowser()]);
  owner = await enter(server.url, 'Alice');
  bob = await enter(server.url, 'Bob');
});

afterAll(async () => {
  owner?.client.close();
  bob?.client.close();
  await browser?.close();
  await server?.stop();
  await service?.stop();
});

/** The browser's own push service is out of reach of a test: it gives this address in place of one. */
function subscribesAs(given: { endpoint: string; p256dh: string; auth: string }): void {
  const { endpoint, ...keys } = given;
  let held: object | null = null;
  const toJSON = () => ({ endpoint, keys });
  const unsubscribe = () => Promise.resolve(((held = null), true));
  Object.assign(PushManager.prototype, {
    getSubscription: () => Promise.resolve(held),
    subscribe: ({ applicationServerKey: key }: { applicationServerKey: string }) => {
      const bytes = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
      const applicationServerKey = Uint8Array.from(bytes, (c) => c.charCodeAt(0)).buffer;
      held = { endpoint, toJSON, unsubscribe, options: { applicationServerKey } };
      return Promise.resolve(held);
    },
  });
}

/** Whether the server knows of the page's subscription, and what it hides. */
function subscribedTo(page: Page): Promise<{ endpoint?: string; hideText?: boolean } | undefined> {
  return page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: '{}' };
    const answer = await fetch('/hubbub.v1.PushService/Get', init);
    return ((await answer.json()) as { subscription?: object }).subscription;
  });
}

interface Listed {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly silent: boolean | null;
}

function listed(page: Page): Promise<readonly Listed[]> {
  return page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    const shown = await worker.getNotifications();
    return shown.map(({ title, body, tag, silent }) => ({ title, body, tag, silent }));
  });
}

/** Gives the service worker what its push service would bring. */
async function bring({ context, page }: Person, text: Pushed['text']): Promise<void> {
  const session = await context.newCDPSession(page);
  const found = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  const registrationId = await found;
  const data = `${JSON.stringify(text)}   `;
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: server.url,
    registrationId,
    data,
  });
  await session.detach();
}

test.skipIf(!canRun)(
  'a device that is subscribed is told while nobody looks, and once',
  async () => {
    const device = service.device();
    const carolsOwn = await enter(server.url, 'Carol');
    const den = await createRoom(owner, 'den', [bob, carolsOwn]);
    const attic = await createRoom(owner, 'attic', [bob, carolsOwn]);
    const carol = await newPerson(browser, {
      serviceWorkers: 'allow',
      permissions: ['notifications'],
    });
    const { page } = carol;
    await carol.context.addInitScript(subscribesAs, device.subscription);
    await logIn(carol, server.url, 'carol');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.goto(`${server.url}/settings/notifications`);
    // The browser is asked first, so it is on a little later.
    await page.getByLabel('Tell me of new messages').click();
    await page.getByRole('checkbox', { name: 'Tell me of new messages', checked: true }).waitFor();
    await until(async () => (await subscribedTo(page)) !== undefined, { what: 'a subscription' });
    await page.getByLabel('Show what was written').uncheck();
    await until(async () => (await subscribedTo(page))?.hideText === true, { what: 'less text' });
    await page.getByLabel('Show what was written').check();
    await page.getByLabel('Also while Hubbub is closed').uncheck();
    await until(async () => (await subscribedTo(page)) === undefined, { what: 'an end' });
    await page.getByLabel('Also while Hubbub is closed').check();
    await until(async () => (await subscribedTo(page))?.hideText !== true, { what: 'it again' });

    // The page is in front: the service is asked for nothing.
    await say(bob, den, 'while you look');
    const metrics = async () => await (await fetch(`${server.url}/metrics`)).text();
    await until(async () => (await metrics()).includes('hubbub_push_total{outcome="attended"} 1'), {
      what: 'the server to see that somebody looks',
    });
    expect(device.asked).toBe(0);
    await page.evaluate(() => {
      document.hasFocus = () => false;
      dispatchEvent(new Event('blur'));
    });
    await say(bob, attic, 'where are you?');
    const pushed = await until(
      () => device.pushed.find(({ text }) => text.body === 'where are you?'),
      { what: 'a push' },
    );
    expect(pushed.text).toMatchObject({ title: 'Bob in attic', tag: attic, path: `/c/${attic}` });

    // The page, which is open, has told it by itself: one notification, and no second sound.
    const ofAttic = async () => (await listed(page)).filter(({ tag }) => tag === attic);
    await until(async () => (await ofAttic()).length === 1, { what: 'the page to tell it' });
    await bring(carol, pushed.text);
    await until(async () => (await ofAttic())[0]?.silent === true, { what: 'it to be replaced' });
    expect(await ofAttic()).toMatchObject([{ title: 'Bob in attic', body: 'where are you?' }]);

    // What no page has told is told aloud, and leads to where it was said.
    await bring(carol, { ...pushed.text, body: 'news', place: pushed.text.place + 1 });
    await until(async () => (await ofAttic())[0]?.body === 'news', { what: 'news' });
    expect(await ofAttic()).toMatchObject([{ silent: false }]);
    const [worker] = carol.context.serviceWorkers();
    await worker?.evaluate(async () => {
      const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
      const [notification] = await registration.getNotifications();
      dispatchEvent(
        Object.assign(new Event('notificationclick'), { notification, waitUntil() {} }),
      );
    });
    expectNoFaults(carol);
    expect(device.pushed.map(({ text }) => text.body)).not.toContain('while you look');
    carolsOwn.client.close();
    await carol.context.close();
  },
);
