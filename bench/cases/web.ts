// What somebody at the web app waits for: the first conversation, and frames while scrolling.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../test/support/browser.ts';
import { cpuOf, heapKib, scroll, send } from '../generator/in-page.ts';
import { percentile } from '../statistics.ts';
import { messages, webSystems, type WebRunning, type WebSystem } from '../systems/web.ts';
import type { Figure, Options, OwnCase } from './case.ts';

const arriving = 100;
/** What comes in an hour of that is 360,000. */
const usuallyKept = 10_000;
/** The page is given no more at a time than it has drawn. */
const keptAtOnce = 200;
const viewport = { width: 1280, height: 800 };

export const web: OwnCase<WebSystem> = {
  name: 'web',
  title:
    `in Chromium: the first visit (load), scrolling ${messages} messages that are all in the page (scroll), and sending while ` +
    `${arriving} a second arrive (send), and what the page holds when many have come while it stood at the end (memory; --messages of them, ` +
    `${usuallyKept} by itself); beside a bare React list of as many rows, without a network`,
  systems: webSystems,
  yardstick: 'react',
  async run(system, options) {
    const unknown = options.only.find((name) => !parts.includes(name));
    if (unknown !== undefined) throw new Error(`web has no part of that name: ${unknown}`);
    const running = await system.startWeb();
    const browser = await openBrowser();
    try {
      return await look(browser, running, options);
    } finally {
      await browser.close();
      await running.stop();
    }
  },
};

const parts: readonly string[] = ['load', 'scroll', 'send', 'memory'];

/** The parts that are asked for; nothing can be looked at before it is loaded. */
async function look(browser: Browser, running: WebRunning, options: Options): Promise<Figure[]> {
  const { only, seconds } = options;
  const wants = (...names: string[]) =>
    only.length === 0 || names.some((name) => only.includes(name));
  const context = await browser.newContext({ viewport, locale: 'en-GB', serviceWorkers: 'block' });
  await running.prepare(context);
  const page = await context.newPage();
  const figures = [await firstLoad(page, running.url)];
  if (wants('scroll', 'send')) await running.fill(page);
  if (wants('scroll')) figures.push(await scrolling(page, seconds));
  if (wants('send')) figures.push(await sending(page, running, seconds));
  if (wants('memory')) figures.push(await keeping(page, running, options));
  return figures;
}

/** What a page holds that stays at the end for long: as if an hour went by, as fast as it can draw. */
async function keeping(
  page: Page,
  running: WebRunning,
  { messages: total = usuallyKept }: Options,
): Promise<Figure> {
  await page.goto(running.url);
  await page.locator('.messages li').first().waitFor();
  // What is compiled and cached by then is not what grows.
  await running.bring(page, keptAtOnce);
  const before = await heapKib(page);
  const [, cpuMs] = await cpuOf(page, async () => {
    for (let came = 0; came < total; came += keptAtOnce) await running.bring(page, keptAtOnce);
  });
  const grownKib = (await heapKib(page)) - before;
  return { case: `memory, ${total}`, pageCpuMs: cpuMs / total, heapKib: before, grownKib };
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
