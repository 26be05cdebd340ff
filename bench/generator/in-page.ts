// What is measured inside a page: frames while something goes on, and what that costs the page's main thread. Seconds of CPU
// hold on a busy machine, frames do not.
import type { Page } from 'playwright-core';

export interface Frames {
  readonly perSecond: number;
  /** That took over 50 ms: what an eye sees as a stop. */
  readonly long: number;
}

interface Scrolled extends Frames {
  /** How many heights of the list were passed. */
  readonly screens: number;
}

interface Sent extends Frames {
  /** From Enter to the message drawn, each. */
  readonly waitsMs: readonly number[];
}

/** Scrolls up from the end, as fast as a wheel turns, for so long. */
export async function scroll(page: Page, seconds: number): Promise<Scrolled> {
  return await page.evaluate(async (lasting) => {
    const scroller = document.querySelector('.messages');
    if (!scroller) throw new Error('no list');
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise(requestAnimationFrame);
    const pixelsPerSecond = 3000;
    const from = scroller.scrollTop;
    const begun = performance.now();
    let [frames, long, last] = [0, 0, begun];
    while (last - begun < lasting * 1000) {
      const now = await new Promise<number>(requestAnimationFrame);
      frames += 1;
      if (now - last > 50) long += 1;
      last = now;
      scroller.scrollTop = from - ((now - begun) / 1000) * pixelsPerSecond;
    }
    const took = (last - begun) / 1000;
    const screens = (took * pixelsPerSecond) / scroller.clientHeight;
    return { perSecond: frames / took, long, screens };
  }, seconds);
}

/** Writes and sends, one message after the other is drawn, for so long. */
export async function send(page: Page, seconds: number): Promise<Sent> {
  return await page.evaluate(async (lasting) => {
    const scroller = document.querySelector('.messages');
    const input = document.querySelector('textarea');
    if (!scroller || !input) throw new Error('no list, or nothing to write in');
    scroller.scrollTop = scroller.scrollHeight;
    const patienceMs = 10_000;
    const begun = performance.now();
    const waitsMs: number[] = [];
    let [frames, long, last] = [0, 0, begun];
    const frame = async () => {
      const now = await new Promise<number>(requestAnimationFrame);
      frames += 1;
      if (now - last > 50) long += 1;
      last = now;
    };
    // React reads what was put there by the setter of the element's class.
    const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    while (last - begun < lasting * 1000) {
      const text = `my own ${waitsMs.length + 1}, at ${begun}`;
      value?.set?.call(input, text);
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await frame();
      const entered = performance.now();
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      while (!scroller.textContent.includes(text)) {
        await frame();
        if (last - entered > patienceMs) throw new Error('a message that was sent is not drawn');
      }
      waitsMs.push(performance.now() - entered);
      for (let pause = 0; pause < 10; pause += 1) await frame();
    }
    return { perSecond: frames / ((last - begun) / 1000), long, waitsMs };
  }, seconds);
}

/** Milliseconds of CPU that the page's main thread took for something. */
export async function cpuOf<T>(page: Page, work: () => Promise<T>): Promise<[T, number]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taken = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const before = await taken();
  const result = await work();
  const ms = ((await taken()) - before) * 1000;
  await session.detach();
  return [result, ms];
}

/** What the page's scripts hold, with all that nobody holds any more collected. */
export async function heapKib(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1024;
}
