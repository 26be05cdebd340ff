// Being told of messages: asked for only after one came and only by a press, in one tab, not for what is in view, and not any
// more once it was read. What the service worker would show is read back from the browser itself.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { hasOpenssl } from '../support/certificate.ts';
import { startPushService, type Pushed, type PushService } from '../support/push-service.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectNoFaults, logIn, newPerson, type Person } from './people.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';
import { createRoom, enter, say, type Inhabitant } from './world.ts';

setDefaultTimeout(120_000);

let service: PushService | undefined;
let server: TestServer;
let browser: Browser;
let alice: Person;
let bob: Inhabitant;
let owner: Inhabitant;
let lobby: string;
let kitchen: string;

beforeAll(async () => {
  await ensureWebBuilt();
  if (hasOpenssl) service = await startPushService();
  const push = service ? { pushHosts: [service.host], pushCa: service.caFile } : {};
  [server, browser] = await Promise.all([startServer(push), openBrowser()]);
  owner = await enter(server.url, 'Alice');
  bob = await enter(server.url, 'Bob');
  lobby = await createRoom(owner, 'lobby', [bob]);
  kitchen = await createRoom(owner, 'kitchen', [bob]);
  alice = await newPerson(browser);
  await alice.context.addInitScript(standIn);
});

afterAll(async () => {
  owner?.client.close();
  bob?.client.close();
  await browser?.close();
  await server?.stop();
  await service?.stop();
});

/** A browser without a screen shows none: this one writes down what it was to show, and has not decided yet. */
function standIn(): void {
  const told: object[] = [];
  let permission = 'default';
  let asked = 0;
  class Told {
    onclick: (() => void) | undefined;
    constructor(title: string, { body, tag }: NotificationOptions) {
      told.push({ title, body, tag });
      Object.assign(globalThis, { newest: this });
    }
    close(): void {}
    static get permission(): string {
      return permission;
    }
    static requestPermission(): Promise<string> {
      asked += 1;
      permission = 'granted';
      return Promise.resolve(permission);
    }
  }
  /** As in a page that nobody has touched yet. */
  const chimes = { begun: 0, ended: 0 };
  class Still extends AudioContext {
    constructor() {
      super();
      chimes.begun += 1;
      this.suspend().catch(() => undefined);
    }
    override close(): Promise<void> {
      chimes.ended += 1;
      return super.close();
    }
  }
  const parts = { Notification: Told, AudioContext: Still, told, chimes, timesAsked: () => asked };
  Object.assign(globalThis, parts);
}

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

function told(page: Page): Promise<readonly Shown[]> {
  return page.evaluate(() => (globalThis as unknown as { told: Shown[] }).told);
}

test('the browser is asked after a message came, and only by a press', async () => {
  const { page } = alice;
  await logIn(alice, server.url, 'alice');
  const hint = page.getByRole('region', { name: 'Notifications' });
  expect(await hint.count()).toBe(0);
  await say(bob, lobby, 'hello');
  await hint.waitFor();
  const asked = () =>
    page.evaluate(() => (globalThis as unknown as { timesAsked: () => number }).timesAsked());
  expect(await asked()).toBe(0);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await hint.waitFor({ state: 'detached' });
  expect(await asked()).toBe(1);
});

test('one notification per conversation, none for what is in view or one’s own', async () => {
  const { page } = alice;
  await page.getByRole('navigation', { name: 'Conversations' }).getByText('lobby').click();
  await page.getByRole('heading', { level: 1, name: 'lobby' }).waitFor();
  await say(bob, lobby, 'in view');
  await say(owner, kitchen, 'my own, from elsewhere');
  await say(bob, kitchen, 'soup');
  await until(async () => (await told(page)).length > 0, { what: 'a notification' });
  expect(await told(page)).toEqual([{ title: 'Bob in kitchen', body: 'soup', tag: kitchen }]);
  await page.evaluate(() =>
    (globalThis as unknown as { newest: { onclick(): void } }).newest.onclick(),
  );
  await page.getByRole('heading', { level: 1, name: 'kitchen' }).waitFor();
  expectNoFaults(alice);
});

test('a chime that cannot be heard ends all the same', async () => {
  const { page } = alice;
  const hear = (hasSound: boolean) =>
    page.evaluate((value) => {
      const key = 'hubbub.notifications';
      const chosen = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
      localStorage.setItem(key, JSON.stringify({ ...chosen, hasSound: value }));
      dispatchEvent(new StorageEvent('storage', { key }));
    }, hasSound);
  const chimes = () =>
    page.evaluate(
      () => (globalThis as unknown as { chimes: { begun: number; ended: number } }).chimes,
    );
  await hear(true);
  await say(bob, await createRoom(owner, 'hall', [bob]), 'ding');
  await until(async () => (await chimes()).begun === 1, { what: 'a chime' });
  await until(async () => (await chimes()).ended === 1, { what: 'its end' });
  await hear(false);
});

test('what is chosen at a row: pinned first, muted quiet, marked by hand, archived until it has news', async () => {
  const { page } = alice;
  const rows = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  const row = (title: string) => rows.filter({ hasText: title });
  const choose = async (title: string, act: string) => {
    await row(title).click({ button: 'right' });
    await page.getByRole('menuitem', { name: act, exact: true }).click();
  };
  const isFirst = (title: string) => async () =>
    (await rows.first().textContent())?.includes(title);
  await say(bob, kitchen, 'newest');
  await until(isFirst('kitchen'), { what: 'the newest to come first' });
  await choose('lobby', 'Pin to top');
  await until(isFirst('lobby'), { what: 'the pinned one to come first' });
  await row('lobby').getByText('Pinned').waitFor();

  await choose('lobby', 'Mark as unread');
  await row('lobby').getByText('Marked as unread').waitFor();
  await choose('lobby', 'Mark as read');
  await row('lobby').getByText('Marked as unread').waitFor({ state: 'detached' });

  await choose('lobby', 'Mute for 1 hour');
  await row('lobby').getByText('Muted').waitFor();
  const before = await told(page);
  await say(bob, lobby, 'not a sound');
  await row('lobby').getByText('not a sound').waitFor();
  await choose('lobby', 'Archive');
  await row('lobby').waitFor({ state: 'detached' });
  await say(bob, lobby, 'still away');
  await page.getByRole('button', { name: 'Archived (1)' }).click();
  await row('lobby').getByText('still away').waitFor();
  expect(await told(page)).toEqual(before);

  await choose('lobby', 'Unmute');
  await page.getByRole('button', { name: 'Archived (1)' }).waitFor({ state: 'detached' });
  await say(bob, lobby, 'heard again');
  await until(async () => (await told(page)).at(-1)?.body === 'heard again', {
    what: 'a notification after the mute',
  });

  // The mute ends by itself, though nothing comes that would draw the list again.
  await page.clock.install();
  await choose('lobby', 'Mute for 1 hour');
  await row('lobby').getByText('Muted').waitFor();
  await page.clock.fastForward('01:00:01');
  await row('lobby').getByText('Muted').waitFor({ state: 'detached' });
  expectNoFaults(alice);
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

test.skipIf(!hasOpenssl)(
  'a device that is subscribed is told while nobody looks, and once',
  async () => {
    if (!service) throw new Error('no push service');
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
