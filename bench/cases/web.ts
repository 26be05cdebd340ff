// What somebody at the web app waits for: the first conversation, and frames while scrolling.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../test/support/browser.ts';
import { cpuOf, scroll, send } from '../generator/in-page.ts';
import { percentile } from '../statistics.ts';
import { messages, webSystems, type WebRunning, type WebSystem } from '../systems/web.ts';
import type { Figure, OwnCase } from './case.ts';

const arriving = 100;
const viewport = { width: 1280, height: 800 };

export const web: OwnCase<WebSystem> = {
  name: 'web',
  title:
    `in Chromium: the first visit (load), scrolling ${messages} messages that are all in the page (scroll), and sending while ` +
    `${arriving} a second arrive (send); beside a bare React list of as many rows, without a network`,
  systems: webSystems,
  yardstick: 'react',
  async run(system, { seconds }) {
    const running = await system.startWeb();
    const browser = await openBrowser();
    try {
      return await look(browser, running, seconds);
    } finally {
      await browser.close();
      await running.stop();
    }
  },
};

async function look(browser: Browser, running: WebRunning, seconds: number): Promise<Figure[]> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', serviceWorkers: 'block' });
  await running.prepare(context);
  const page = await context.newPage();
  const load = await firstLoad(page, running.url);
  await running.fill(page);
  return [load, await scrolling(page, seconds), await sending(page, running, seconds)];
}

async function scrolling(page: Page, seconds: number): Promise<Figure> {
  const [{ perSecond, long, screens }, cpuMs] = await cpuOf(page, () => scroll(page, seconds));
  const frames = { framesPerSecond: perSecond, longFrames: long };
  return { case: 'scroll', ...frames, pageCpuMs: cpuMs / screens };
}

async function sending(page: Page, running: WebRunning, seconds: number): Promise<Figure> {
  const stop = await running.arrive(page, arriving);
  const [{ perSecond, long, waitsMs }, cpuMs] = await cpuOf(page, () => send(page, seconds));
  const arrived = await stop();
  return {
    case: 'send',
    framesPerSecond: perSecond,
    longFrames: long,
    pageCpuMs: cpuMs / arrived,
    p50Ms: percentile(waitsMs, 0.5),
    p99Ms: percentile(waitsMs, 0.99),
  };
}

/** Bytes as they came over the network, until the first message is drawn. */
async function firstLoad(page: Page, url: string): Promise<Figure> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await session.send('Network.enable');
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('.messages li').first().waitFor();
  const ms = await page.evaluate(() => performance.now());
  return { case: 'load', kibLoaded: bytes / 1024, p50Ms: ms };
}
