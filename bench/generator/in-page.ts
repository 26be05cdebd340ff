// What is measured inside a page: frames while something goes on.
import type { Page } from 'playwright-core';

export interface Frames {
  readonly perSecond: number;
  /** That took over 50 ms: what an eye sees as a stop. */
  readonly long: number;
}

/** Scrolls up from the end, as fast as a wheel turns, for so long. */
export async function scroll(page: Page, seconds: number): Promise<Frames> {
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
    return { perSecond: frames / ((last - begun) / 1000), long };
  }, seconds);
}
